#!/usr/bin/env python3
"""Trains the perceptron from the formula's weights on the formula's batches and prints the loss of every step.

    train_mlp.py [--steps 200] [--batch-size 50] [--batches 8] [--hidden 300,100] [--learning-rate 0.01] [--weights OUT.npz]

Step k trains on batch k mod --batches; its loss is the one before the update. Prints {"losses": […]}; --weights keeps the
final variables by name.
"""

import argparse
import json

import numpy as np

import formula
import programs
from tensorflow_1 import plain_session, tf


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch-size", type=int, default=50)
    parser.add_argument("--batches", type=int, default=8)
    parser.add_argument("--hidden", default="300,100")
    parser.add_argument("--learning-rate", type=float, default=0.01)
    parser.add_argument("--weights")
    arguments = parser.parse_args()

    hidden = [int(size) for size in arguments.hidden.split(",")]
    batches = [formula.batch(index, arguments.batch_size) for index in range(arguments.batches)]
    with tf.Graph().as_default() as graph:
        kernels = formula.weights([784, *hidden, 10])
        mlp = programs.mlp(hidden, arguments.learning_rate, kernels)
    with plain_session(graph) as session:
        session.run(mlp["init"])
        losses = []
        for step in range(arguments.steps):
            x, y = batches[step % arguments.batches]
            loss, _ = session.run([mlp["loss"], mlp["train"]], {mlp["x"]: x, mlp["y"]: y})
            losses.append(float(loss))
        if arguments.weights:
            variables = graph.get_collection(tf.GraphKeys.GLOBAL_VARIABLES)
            np.savez(arguments.weights, **session.run({v.op.name: v for v in variables}))
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
