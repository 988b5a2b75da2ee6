#!/usr/bin/env python3
"""TensorFlow at the other end of an exchange of checkpoints.

    exchange.py make DIRECTORY KIND
        builds and trains a model (see MODELS), and writes to DIRECTORY: model.ckpt-5 with its .meta; feeds-0.npz to
        feeds-3.npz, which name what to feed; after.ckpt, the variables after training on with those from a new session
        that restored model.ckpt-5; and facts.json: {"train": op, "loss": tensor, "losses": [those of the four steps]}

    exchange.py continue META PREFIX TRAIN LOSS OUTPUT FEEDS.npz...
        imports META, restores PREFIX, writes all tensors of PREFIX to OUTPUT.npz, runs the op TRAIN once on each of the
        feeds, saves to OUTPUT, and prints {"losses": [the values of LOSS]}
"""

import json
import os
import sys

import numpy as np
from tensorflow_1 import plain_session, tf


def perceptron(x, y, training):
    """Layers of every kind that keeps something: batch normalization, dropout, and Adam's slots."""
    layer = tf.layers.dropout(x, 0.2, training=training)
    layer = tf.layers.dense(layer, 12, use_bias=False, name="hidden1")  # the true gradient of a bias here is zero
    layer = tf.nn.elu(tf.layers.batch_normalization(layer, momentum=0.9, training=training))
    layer = tf.layers.dense(layer, 8, activation=tf.nn.relu, name="hidden2")
    return tf.layers.dense(layer, 5, name="outputs")


def loop(x, y, training):
    """A recurrent layer by hand: a while loop whose body reads a weight."""
    weight = tf.get_variable("weight", [20, 20], initializer=tf.random_normal_initializer(stddev=0.2))
    state = tf.while_loop(
        lambda step, state: step < 3, lambda step, state: (step + 1, tf.tanh(tf.matmul(state, weight) + x)),
        [tf.constant(0), x])[1]
    return tf.layers.dense(state, 5, name="outputs")


def always_training(build):
    return lambda x, y, training: build(x, y, True)


MODELS = {
    "momentum": (always_training(perceptron), lambda: tf.train.MomentumOptimizer(0.05, 0.9)),
    "adam": (always_training(perceptron), lambda: tf.train.AdamOptimizer(0.01)),
    "switched": (perceptron, lambda: tf.train.AdamOptimizer(0.01)),
    "loop": (loop, lambda: tf.train.AdamOptimizer(0.01)),
}


def save_feeds(path, feeds):
    np.savez(path, **feeds)


def load_feeds(path):
    with np.load(path) as file:
        return {name: file[name] for name in file.files}


def train(session, graph, train_name, loss_name, feeds):
    step, loss = graph.get_operation_by_name(train_name), graph.get_tensor_by_name(loss_name)
    return [float(session.run([loss, step], feed)[0]) for feed in feeds]


def make(directory, kind):
    build, optimizer = MODELS[kind]
    random = np.random.RandomState(7)
    feeds = [
        {
            "X:0": random.rand(16, 20).astype(np.float32),
            "y:0": random.randint(0, 5, 16).astype(np.int32),
            "training:0": np.array(True),
        }
        for _ in range(9)
    ]
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(11)
        x = tf.placeholder(tf.float32, [None, 20], name="X")
        y = tf.placeholder(tf.int32, [None], name="y")
        training = tf.placeholder_with_default(False, [], name="training")
        step = tf.train.get_or_create_global_step()
        logits = build(x, y, training)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits), name="loss")
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            op = optimizer().minimize(loss, global_step=step, name="train")
        init = tf.global_variables_initializer()
        saver = tf.train.Saver()
        with plain_session(graph) as session:
            session.run(init)
            train(session, graph, op.name, loss.name, feeds[:5])
            prefix = saver.save(session, os.path.join(directory, "model.ckpt"), global_step=step)
        with plain_session(graph) as session:
            saver.restore(session, prefix)
            losses = train(session, graph, op.name, loss.name, feeds[5:])
            saver.save(session, os.path.join(directory, "after.ckpt"), write_meta_graph=False, write_state=False)
    for index, feed in enumerate(feeds[5:]):
        save_feeds(os.path.join(directory, f"feeds-{index}.npz"), feed)
    with open(os.path.join(directory, "facts.json"), "w") as file:
        json.dump({"train": op.name, "loss": loss.name, "losses": losses}, file)


def go_on(meta, prefix, train_name, loss_name, output, *feeds):
    reader = tf.train.load_checkpoint(prefix)
    np.savez(output + ".npz", **{
        name: reader.get_tensor(name)
        for name, dtype in reader.get_variable_to_dtype_map().items() if dtype != tf.string
    })
    with tf.Graph().as_default() as graph:
        saver = tf.train.import_meta_graph(meta)
        with plain_session(graph) as session:
            saver.restore(session, prefix)
            losses = train(session, graph, train_name, loss_name, [load_feeds(path) for path in feeds])
            saver.save(session, output)
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    {"make": make, "continue": go_on}[sys.argv[1]](*sys.argv[2:])
