"""Writes random_goldens.txt: numbers that TensorFlow's CPU kernels draw, first and later executions of one op.

Run with TensorFlow installed:  python make_random_goldens.py
One line per execution:  op  dtype  seed  seed2  execution  count  start  hexadecimal bit patterns of numbers start...
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

SEEDS = [(87654321, 42), (-5, 123456789012345)]
EXECUTIONS = 3


def patterns(values):
    unsigned = {4: np.uint32, 8: np.uint64}[values.dtype.itemsize]
    return " ".join(format(int(bits), "x") for bits in values.view(unsigned))


def ops(count, seed, seed2):
    shape = np.array([count], np.int32)
    seeds = dict(seed=seed, seed2=seed2)
    for dtype in (tf.float32, tf.float64):
        yield "uniform", tf.raw_ops.RandomUniform(shape=shape, dtype=dtype, **seeds)
        yield "normal", tf.raw_ops.RandomStandardNormal(shape=shape, dtype=dtype, **seeds)
        yield "truncatedNormal", tf.raw_ops.TruncatedNormal(shape=shape, dtype=dtype, **seeds)
    for dtype in (np.int32, np.int64):
        yield "integers", tf.raw_ops.RandomUniformInt(shape=shape, minval=dtype(-7), maxval=dtype(1000003), **seeds)
    yield "permutation", tf.raw_ops.RandomShuffle(value=np.arange(count, dtype=np.int64), **seeds)
    logits = np.array([[0.5, -1, 2, 0], [1, 1, -3, 0.25]], np.float32)
    yield "multinomial", tf.raw_ops.Multinomial(logits=logits, num_samples=count, **seeds)


def main():
    lines = []
    for seed, seed2 in SEEDS:
        for count, start, length in ((6, 0, 6), (1030, 1025, 5)):
            with tf.Graph().as_default(), tf.Session() as session:
                nodes = list(ops(count, seed, seed2))
                for execution in range(EXECUTIONS):
                    for (name, _), values in zip(nodes, session.run([node for _, node in nodes])):
                        values = np.ascontiguousarray(values.reshape(-1)[start : start + length])
                        fields = (name, values.dtype.name, seed, seed2, execution, count, start, patterns(values))
                        lines.append(" ".join(str(field) for field in fields))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "random_goldens.txt")
    with open(path, "w") as file:
        file.write(f"# TensorFlow {tf.__version__}, by make_random_goldens.py\n" + "\n".join(lines) + "\n")


main()
