"""Trains the programs of `programs/` in TensorFlow and keeps how they went, one file each in `goldens/`.

    python make_training_goldens.py [NAME …]

Without names all programs are trained. A program is a function of `programs/` with `@program`; its twin in Swift has the
same name (Tests/TrainingTests/Programs). Each trains STEPS steps on the batches of `digits.py`, in four settings: oneDNN off
and on, 1 thread and 2. The first setting is the golden one; how far the others are from it is kept too, for no test can ask
more of anybody than TensorFlow does of itself.

A golden is a compressed npz:

    description      JSON in bytes: the variables in the order of their collection (name, shape, lossOnly), the collections
                     by name, the results by name and shape
    losses           the loss of every step, before its update
    lossDifference   the largest relative difference of a loss between settings
    initial, final   of every variable the sample of its values, one after the other
    initialNorms, finalNorms, finalMaxima, differences
                     of every variable: L2 norms, largest magnitude, largest difference between settings
    results, resultMaxima, resultDifferences
                     the same of what a program evaluates after training

A sample of n values takes every k-th, where k is the first number from ⌈n / 256⌉ on that has no factor in common with
the last dimension.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

STEPS = 100
SAMPLE = 256
SETTINGS = [("0", 1), ("0", 2), ("1", 1), ("1", 2)]  # oneDNN, threads
HERE = Path(__file__).resolve().parent


def sample(value):
    flat = np.asarray(value).reshape(-1)
    step = max(1, math.ceil(flat.size / SAMPLE))
    last = np.shape(value)[-1] if np.ndim(value) else 1
    while math.gcd(step, max(last, 1)) != 1:
        step += 1
    return flat[::step].astype(np.float32)


def train(function, threads):
    """One program in the setting of this process: its description, losses, and all values."""
    from digits import batch
    from tensorflow_1 import plain_session, tf

    with tf.Graph().as_default() as graph:
        tf.set_random_seed(42)
        built = function()
        init = tf.global_variables_initializer()
        placeholders = {op.name: op.outputs[0] for op in graph.get_operations() if op.type == "Placeholder"}

    def feeds(step, others):
        result = {}
        for name in ("X", "y"):
            if name in placeholders:
                result[placeholders[name]] = batch(step, name, placeholders[name].shape)
        for tensor, value in others.items():
            result[tensor] = value(step) if callable(value) else value
        return result

    variables = graph.get_collection(tf.GraphKeys.GLOBAL_VARIABLES)
    losses = []
    # oneDNN's ops come in when TensorFlow rewrites the graph, so that setting lets it.
    rewrites = os.environ["TF_ENABLE_ONEDNN_OPTS"] == "1"
    config = tf.ConfigProto(intra_op_parallelism_threads=threads, inter_op_parallelism_threads=1)
    with tf.Session(graph=graph, config=config) if rewrites else plain_session(graph, threads) as session:
        session.run(init)
        initial = session.run(variables)
        for step in range(STEPS):
            loss, _ = session.run([built.loss, built.train], feeds(step, built.feeds))
            losses.append(loss)
        final = session.run(variables)
        others = {**built.feeds, **built.evaluation_feeds}
        results = session.run(built.results, feeds(0, others))

    def name(item):
        return item.op.name if isinstance(item, tf.Variable) else item.name

    description = {
        "variables": [
            {"name": v.op.name, "shape": v.shape.as_list(), "lossOnly": v.op.name in built.loss_only} for v in variables
        ],
        "collections": {
            key: [name(item) for item in graph.get_collection(key)]
            for key in sorted(graph.get_all_collection_keys())
            if all(hasattr(item, "name") for item in graph.get_collection(key)) and key not in ("cond_context", "while_context")
            and not key.startswith("_")
        },
        "results": [{"name": key, "shape": list(np.shape(value))} for key, value in results.items()],
    }
    return description, losses, initial, final, list(results.values())


def measure(names, threads, output):
    """Trains programs in the setting of this process and writes everything to one file."""
    import pickle

    from programs import PROGRAMS

    with open(output, "wb") as file:
        pickle.dump({name: train(PROGRAMS[name], threads) for name in names}, file)


def differences(values):
    """For each position, how far the first setting's array is from the others'."""
    return np.array(
        [max((np.max(np.abs(np.subtract(first, other, dtype=np.float64)), initial=0) for other in others), default=0)
         for first, *others in zip(*values)], np.float32)


def write(name, runs):
    description, losses, initial, final, results = runs[0]

    def joined(arrays):
        return np.concatenate([sample(array) for array in arrays] or [np.zeros(0, np.float32)])

    def norms(arrays):
        return np.array([np.linalg.norm(np.asarray(array, np.float64)) for array in arrays], np.float32)

    def maxima(arrays):
        return np.array([np.max(np.abs(array), initial=0) for array in arrays], np.float32)

    loss_difference = max(np.max(np.abs(np.divide(run[1], losses) - 1)) for run in runs)
    path = HERE / "goldens" / f"{name}.npz"
    np.savez_compressed(
        path,
        description=np.frombuffer(json.dumps(description, ensure_ascii=False).encode(), np.uint8),
        losses=np.array(losses, np.float32),
        lossDifference=np.float32(loss_difference),
        initial=joined(initial), initialNorms=norms(initial),
        final=joined(final), finalNorms=norms(final), finalMaxima=maxima(final),
        differences=differences([run[3] for run in runs]),
        results=joined(results), resultMaxima=maxima(results), resultDifferences=differences([run[4] for run in runs]))
    print(f"{name}: loss {losses[0]:.4f} → {losses[-1]:.4f}, differs from itself by {loss_difference:.1e}, "
          f"{path.stat().st_size} bytes", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parents[1] / "InteropTests" / "python")]
    sys.dont_write_bytecode = True
    if arguments.measure:
        measure(arguments.names, arguments.threads, arguments.measure)
        return

    import pickle

    from programs import PROGRAMS

    names = arguments.names or sorted(PROGRAMS)
    runs = []
    with tempfile.TemporaryDirectory() as directory:
        for index, (onednn, threads) in enumerate(SETTINGS):
            output = os.path.join(directory, str(index))
            subprocess.run(
                [sys.executable, __file__, "--measure", output, "--threads", str(threads), *names], check=True,
                env={**os.environ, "TF_ENABLE_ONEDNN_OPTS": onednn})
            with open(output, "rb") as file:
                runs.append(pickle.load(file))
    (HERE / "goldens").mkdir(exist_ok=True)
    for name in names:
        write(name, [run[name] for run in runs])


if __name__ == "__main__":
    main()
