#!/usr/bin/env python3
"""Trains the perceptron on MNIST with TensorFlow and prints the accuracies, for comparison with the `mnist` example.

    mnist_accuracy.py DIRECTORY [--epochs 20] [--batch-size 50] [--learning-rate 0.01] [--hidden 300,100]
                                [--validation 0] [--seed 42] [--threads N]

DIRECTORY holds IDX files, plain or .gz: one whose name has "train" and "images", one with "train" and "labels", and the same
with "t10k" for the test set. Pixels are divided by 255. The last --validation training images are held out; every epoch
visits the others in a new random order, the last batch may be smaller. The last line is `test accuracy: 0.9xxx`.
"""

import argparse
import glob
import gzip
import os
import sys

import numpy as np

import programs
from tensorflow_1 import plain_session, tf


def read_idx(directory, *words):
    """The array in the only IDX file of the directory whose name has all the words."""
    found = [path for path in glob.glob(os.path.join(directory, "*")) if all(w in os.path.basename(path) for w in words)]
    if len(found) != 1:
        sys.exit(f"{directory}: {len(found)} files with {' and '.join(words)} in their names")
    with (gzip.open if found[0].endswith(".gz") else open)(found[0], "rb") as file:
        data = file.read()
    if len(data) < 4 or data[:3] != b"\0\0\x08":
        sys.exit(f"{found[0]}: not an IDX file of bytes")
    rank = data[3]
    shape = np.frombuffer(data, ">u4", rank, 4).astype(int)
    return np.frombuffer(data, np.uint8, int(np.prod(shape)), 4 + 4 * rank).reshape(shape)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch-size", type=int, default=50)
    parser.add_argument("--learning-rate", type=float, default=0.01)
    parser.add_argument("--hidden", default="300,100")
    parser.add_argument("--validation", type=int, default=0)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()

    def images(part):
        pixels = read_idx(arguments.directory, part, "images")
        return pixels.reshape(len(pixels), -1).astype(np.float32) / 255

    def labels(part):
        return read_idx(arguments.directory, part, "labels").astype(np.int32)

    x, y = images("train"), labels("train")
    held_out = len(x) - arguments.validation
    validation = (x[held_out:], y[held_out:])
    x, y = x[:held_out], y[:held_out]
    test = (images("t10k"), labels("t10k"))

    with tf.Graph().as_default() as graph:
        tf.set_random_seed(arguments.seed)
        mlp = programs.mlp([int(size) for size in arguments.hidden.split(",")], arguments.learning_rate)
    order = np.random.RandomState(arguments.seed)
    with plain_session(graph, arguments.threads) as session:

        def accuracy(data):
            return session.run(mlp["accuracy"], {mlp["x"]: data[0], mlp["y"]: data[1]})

        session.run(mlp["init"])
        for epoch in range(arguments.epochs):
            shuffled = order.permutation(len(x))
            losses = []
            for start in range(0, len(x), arguments.batch_size):
                rows = shuffled[start : start + arguments.batch_size]
                loss, _ = session.run([mlp["loss"], mlp["train"]], {mlp["x"]: x[rows], mlp["y"]: y[rows]})
                losses.append(loss)
            line = f"epoch {epoch + 1}/{arguments.epochs}  loss {np.mean(losses):.4f}"
            if arguments.validation:
                line += f"  validation accuracy {accuracy(validation):.4f}"
            print(line, flush=True)
        print(f"test accuracy: {accuracy(test):.4f}")


if __name__ == "__main__":
    main()
