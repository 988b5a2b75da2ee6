#!/usr/bin/env python3
"""The story of `mnist transfer` with TensorFlow: what a network learned of the digits 0 to 4 helps it with 5 to 9.

    mnist_transfer.py DIRECTORY [--epochs 20] [--transfer-epochs 40] [--images-per-class 100] [--batch-size 50]
                      [--transfer-batch-size 20] [--learning-rate 0.001] [--seed 42] [--runs 1] [--threads N]

DIRECTORY holds MNIST's IDX files, plain or .gz, as for mnist_accuracy.py. Five hidden layers of 100 ELU units, He
initialization, Adam, a fixed number of epochs. The first images of each digit are taken. The last lines are those of the
Swift program's table: a way of learning, the accuracy on the test images of 5 to 9, the seconds of training; means over the
runs.
"""

import argparse
import os
import tempfile
import time

import numpy as np

from mnist_accuracy import read_idx
from tensorflow_1 import plain_session, tf

LOWER = "hidden[123]/"


class Network:
    """Five hidden layers and an output for each of five digits, in a graph of its own."""

    def __init__(self, seed):
        self.graph = tf.Graph()
        with self.graph.as_default():
            tf.set_random_seed(seed)
            self.x = tf.placeholder(tf.float32, shape=(None, 784), name="X")
            self.y = tf.placeholder(tf.int32, shape=(None,), name="y")
            he = tf.variance_scaling_initializer(scale=2.0)
            self.hidden = []
            with tf.name_scope("dnn"):
                layer = self.x
                for index in range(1, 6):
                    layer = tf.layers.dense(
                        layer, 100, activation=tf.nn.elu, kernel_initializer=he, name=f"hidden{index}")
                    self.hidden.append(layer)
                logits = tf.layers.dense(layer, 5, name="outputs")
            with tf.name_scope("loss"):
                losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=self.y, logits=logits)
                self.loss = tf.reduce_mean(losses, name="loss")
            with tf.name_scope("eval"):
                self.accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(logits, self.y, 1), tf.float32))

    def variables(self, pattern):
        return self.graph.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=pattern)

    def training_step(self, rate, pattern, name):
        """A step of Adam on the variables of a pattern, and the op that initializes what it adds."""
        with self.graph.as_default(), tf.name_scope(name):
            before = set(tf.global_variables())
            step = tf.train.AdamOptimizer(rate).minimize(self.loss, var_list=self.variables(pattern))
            return step, tf.variables_initializer([v for v in tf.global_variables() if v not in before])


def half(images, labels, first, limit=None):
    """The images of five digits, as classes 0 to 4; the first `limit` of each digit."""
    rows, counts = [], np.zeros(5, int)
    for row, label in enumerate(labels):
        digit = label - first
        if 0 <= digit < 5 and (limit is None or counts[digit] < limit):
            counts[digit] += 1
            rows.append(row)
    return images[rows], (labels[rows] - first).astype(np.int32)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    for name, default in [
        ("epochs", 20), ("transfer-epochs", 40), ("images-per-class", 100), ("batch-size", 50),
        ("transfer-batch-size", 20), ("seed", 42), ("runs", 1), ("threads", os.cpu_count()),
    ]:
        parser.add_argument("--" + name, type=int, default=default)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    arguments = parser.parse_args()

    def read(part):
        pixels = read_idx(arguments.directory, part, "images")
        labels = read_idx(arguments.directory, part, "labels").astype(np.int32)
        return pixels.reshape(len(pixels), -1).astype(np.float32) / 255, labels

    train_images, test_images = read("train"), read("t10k")
    lower, lower_test = half(*train_images, 0), half(*test_images, 0)
    upper, upper_test = half(*train_images, 5, arguments.images_per_class), half(*test_images, 5)

    def train(session, network, step, tensor, data, batch_size, epochs, seed):
        order, start = np.random.RandomState(seed), time.perf_counter()
        for _ in range(epochs):
            shuffled = order.permutation(len(data[1]))
            for first in range(0, len(shuffled), batch_size):
                rows = shuffled[first : first + batch_size]
                session.run([network.loss, step], {tensor: data[0][rows], network.y: data[1][rows]})
        return time.perf_counter() - start

    def share(session, network, data):
        return float(session.run(network.accuracy, {network.x: data[0], network.y: data[1]}))

    def tell(seed, directory):
        network = Network(seed)
        step, _ = network.training_step(arguments.learning_rate, ".*", "train")
        with network.graph.as_default():
            init, saver = tf.global_variables_initializer(), tf.train.Saver()
        with plain_session(network.graph, arguments.threads) as session:
            session.run(init)
            train(session, network, step, network.x, lower, arguments.batch_size, arguments.epochs, seed)
            print(f"digits 0 to 4: {share(session, network, lower_test):.4f}", flush=True)
            checkpoint = saver.save(session, os.path.join(directory, f"digits-0-to-4-{seed}.ckpt"))

        def learn(way, pattern, restores, cached=False):
            network = Network(seed + 1_000_003)
            step, _ = network.training_step(arguments.learning_rate, pattern, "train")
            last, last_init = network.training_step(arguments.learning_rate / 10, "hidden[345]/|outputs", "train_last")
            with network.graph.as_default():
                init = tf.global_variables_initializer()
                saver = tf.train.Saver(network.variables(LOWER))
            size, epochs = arguments.transfer_batch_size, arguments.transfer_epochs
            with plain_session(network.graph, arguments.threads) as session:
                session.run(init)
                if restores:
                    saver.restore(session, checkpoint)
                if not cached:
                    seconds = train(session, network, step, network.x, upper, size, epochs, seed)
                    return [(way, share(session, network, upper_test), seconds)]
                start = time.perf_counter()
                hidden3 = network.hidden[2]
                features = (session.run(hidden3, {network.x: upper[0]}), upper[1])
                caching = time.perf_counter() - start
                seconds = caching + train(session, network, step, hidden3, features, size, epochs, seed)
                outcomes = [(way, share(session, network, upper_test), seconds)]
                session.run(last_init)
                seconds = train(session, network, last, network.x, upper, size, max(1, epochs // 2), seed + 1)
                return outcomes + [("then hidden3 unfrozen", share(session, network, upper_test), seconds)]

        head = "hidden[45]/|outputs"
        return (
            learn("from scratch", ".*", False)
            + learn("hidden[123] restored", ".*", True)
            + learn("hidden[123] frozen", head, True)
            + learn("hidden[123] cached", head, True, cached=True)
        )

    with tempfile.TemporaryDirectory() as directory:
        runs = [tell(arguments.seed + run, directory) for run in range(arguments.runs)]
    for lines in zip(*runs):
        accuracy, seconds = np.mean([line[1] for line in lines]), np.mean([line[2] for line in lines])
        print(f"{lines[0][0]:36}{accuracy:10.4f}{seconds:10.2f}")


if __name__ == "__main__":
    main()
