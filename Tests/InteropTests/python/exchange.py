#!/usr/bin/env python3
"""TensorFlow at the other end of an exchange of checkpoints.

    exchange.py make DIRECTORY KIND
        builds and trains a model (see KINDS), and writes to DIRECTORY: a checkpoint with its .meta; feeds-0.npz to
        feeds-3.npz, which name what to feed; after.ckpt, the variables after training on with those from a new session
        that restored the checkpoint; and facts.json: {"prefix": of the checkpoint, "after": of after.ckpt, "train": op,
        "loss": tensor, "losses": [those of the four steps]}

    exchange.py continue META PREFIX TRAIN LOSS OUTPUT FEEDS.npz... [--fetch TENSOR]...
        imports META, restores PREFIX, writes all variables to OUTPUT.npz, and to OUTPUT.fetched.npz the tensors with the
        first of the feeds; runs the op TRAIN once on each of the feeds, saves to OUTPUT, the variables to
        OUTPUT.after.npz, and prints {"losses": [the values of LOSS], "prefix": of what it saved}
"""

import argparse
import itertools
import json
import os

import numpy as np
from tensorflow_1 import plain_session, tf

from tensorflow.python.ops import gen_io_ops
from tensorflow.python.training.saver import BaseSaverBuilder

#: How many devices a sharded model is on, which is how many files its checkpoints have.
DEVICES = 7


def perceptron(x, y, training):
    """Layers of every kind that keeps something: batch normalization, dropout, and Adam's slots."""
    layer = tf.layers.dropout(x, 0.2, training=training)
    layer = tf.layers.dense(layer, 12, use_bias=False, name="hidden1")  # the true gradient of a bias here is zero
    layer = tf.nn.elu(tf.layers.batch_normalization(layer, momentum=0.9, training=training))
    layer = tf.layers.dense(layer, 8, activation=tf.nn.relu, name="hidden2")
    return tf.layers.dense(layer, 5, name="outputs")


def stranger(x, y, training):
    """A perceptron as anybody wrote it, with names that others look up."""
    with tf.name_scope("dnn"):
        layer = x
        for index, size in enumerate([16, 14, 12, 10]):
            layer = tf.layers.dense(layer, size, activation=tf.nn.relu, name=f"hidden{index + 1}")
        return tf.layers.dense(layer, 5, name="outputs")


def loop(x, y, training):
    """A recurrent layer by hand: a while loop whose body reads a weight."""
    weight = tf.get_variable("weight", [20, 20], initializer=tf.random_normal_initializer(stddev=0.2))
    state = tf.while_loop(
        lambda step, state: step < 3, lambda step, state: (step + 1, tf.tanh(tf.matmul(state, weight) + x)),
        [tf.constant(0), x])[1]
    return tf.layers.dense(state, 5, name="outputs")


def partitioned(x, y, training):
    """Weights in parts, as parameter servers had them: of rows, of columns, of uneven sizes, and a lookup in parts."""
    table = tf.get_variable("table", [7, 20], partitioner=tf.fixed_size_partitioner(3))
    x = x + tf.nn.embedding_lookup(table, y, partition_strategy="div")
    with tf.variable_scope("rows", partitioner=tf.fixed_size_partitioner(3)):
        weight = tf.get_variable("weight", [20, 13])
        layer = tf.nn.relu(tf.matmul(x, weight))
    with tf.variable_scope("columns", partitioner=tf.fixed_size_partitioner(2, axis=1)):
        layer = tf.nn.tanh(tf.matmul(layer, tf.get_variable("weight", [13, 9])))
    return tf.layers.dense(layer, 5, name="outputs")


def on_devices(build):
    """The model with its variables dealt out to devices, as a cluster's were to parameter servers."""

    def built(x, y, training):
        variables = itertools.count()

        def place(op):
            return f"/cpu:{next(variables) % DEVICES}" if op.type == "VariableV2" else ""

        with tf.device(place):
            return build(x, y, training)

    return built


class OldBuilder(BaseSaverBuilder):
    """Savers as TensorFlow built them before 0.12: a RestoreSlice for each variable."""

    def restore_op(self, filename_tensor, saveable, preferred_shard):
        return [
            gen_io_ops.restore_slice(filename_tensor, spec.name, spec.slice_spec, spec.dtype, preferred_shard)
            for spec in saveable.specs
        ]


def always_training(build):
    return lambda x, y, training: build(x, y, True)


def first_format(**options):
    return lambda: tf.train.Saver(
        write_version=tf.train.SaverDef.V1, builder=OldBuilder(tf.train.SaverDef.V1), **options)


def momentum():
    return tf.train.MomentumOptimizer(0.05, 0.9)


def adam():
    return tf.train.AdamOptimizer(0.01)


#: Model, optimizer, saver.
KINDS = {
    "momentum": (always_training(perceptron), momentum, tf.train.Saver),
    "adam": (always_training(perceptron), adam, tf.train.Saver),
    "switched": (perceptron, adam, tf.train.Saver),
    "loop": (loop, adam, tf.train.Saver),
    "stranger": (stranger, momentum, tf.train.Saver),
    "sharded": (on_devices(always_training(perceptron)), adam, lambda: tf.train.Saver(sharded=True)),
    "partitioned": (partitioned, adam, tf.train.Saver),
    "partitioned and sharded": (on_devices(partitioned), momentum, lambda: tf.train.Saver(sharded=True)),
    "first format": (always_training(perceptron), adam, first_format()),
    "first format, partitioned": (partitioned, momentum, first_format()),
    "first format, sharded": (on_devices(partitioned), momentum, first_format(sharded=True)),
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
    build, optimizer, make_saver = KINDS[kind]
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
        saver = make_saver()
        with plain_session(graph, devices=DEVICES) as session:
            session.run(init)
            train(session, graph, op.name, loss.name, feeds[:5])
            prefix = saver.save(session, os.path.join(directory, "model.ckpt"), global_step=step)
        with plain_session(graph, devices=DEVICES) as session:
            saver.restore(session, prefix)
            losses = train(session, graph, op.name, loss.name, feeds[5:])
            after = saver.save(
                session, os.path.join(directory, "after.ckpt"), write_meta_graph=False, write_state=False)
    for index, feed in enumerate(feeds[5:]):
        save_feeds(os.path.join(directory, f"feeds-{index}.npz"), feed)
    facts = {"prefix": prefix, "after": after, "train": op.name, "loss": loss.name, "losses": losses}
    with open(os.path.join(directory, "facts.json"), "w") as file:
        json.dump(facts, file)


def go_on(meta, prefix, train_name, loss_name, output, feeds, fetches):
    feeds = [load_feeds(path) for path in feeds]
    with tf.Graph().as_default() as graph:
        saver = tf.train.import_meta_graph(meta)
        variables = [(variable.op.name, variable) for variable in tf.global_variables()]

        def write_variables(path):
            np.savez(path, **{name: value for name, value in session.run(dict(variables)).items()})

        with plain_session(graph, devices=DEVICES) as session:
            saver.restore(session, prefix)
            write_variables(output + ".npz")
            if fetches:
                np.savez(output + ".fetched.npz", **dict(zip(fetches, session.run(fetches, feeds[0]))))
            losses = train(session, graph, train_name, loss_name, feeds)
            write_variables(output + ".after.npz")
            saved = saver.save(session, output)
    print(json.dumps({"losses": losses, "prefix": saved}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    for name in ["directory", "kind"]:
        making.add_argument(name)
    continuing = commands.add_parser("continue")
    for name in ["meta", "prefix", "train", "loss", "output"]:
        continuing.add_argument(name)
    continuing.add_argument("feeds", nargs="+")
    continuing.add_argument("--fetch", action="append", default=[])
    arguments = parser.parse_args()
    if arguments.command == "make":
        make(arguments.directory, arguments.kind)
    else:
        go_on(
            arguments.meta, arguments.prefix, arguments.train, arguments.loss, arguments.output, arguments.feeds,
            arguments.fetch)


if __name__ == "__main__":
    main()
