"""Ops of losses, samplers, quantized networks and summaries."""

import numpy as np
import tensorflow.compat.v1 as tf
from live import Program

from programs import program
from programs.operations import cases, uniform


@program
def sampled_losses():
    def build(classes):
        for sampler in [tf.nn.log_uniform_candidate_sampler, tf.nn.uniform_candidate_sampler]:
            for unique in [False, True]:
                yield from sampler(classes, 2, 6, unique, 50, seed=3)
        sampled = tf.constant([3, 9, 3, 7], tf.int64)
        yield from tf.nn.compute_accidental_hits(classes, sampled, 2)

    return cases({"classes": np.array([[3, 9], [11, 3], [7, 30]], np.int64)}, build)


@program
def temporal_classification():
    def build(x):
        labels = tf.SparseTensor([[0, 0], [0, 1], [0, 2], [1, 0]], [1, 1, 3], [2, 3]) if False else tf.SparseTensor(
            [[0, 0], [0, 1], [0, 2], [1, 0]], tf.constant([1, 1, 3, 0], tf.int32), [2, 3])
        loss = tf.nn.ctc_loss(labels, x, [6, 4])
        yield loss
        yield from tf.gradients(loss * [1.0, 2.0], x)
        yield tf.nn.ctc_loss(labels, x, [6, 4], ctc_merge_repeated=False)
        yield tf.nn.ctc_loss(labels, x, [6, 4], preprocess_collapse_repeated=True)

    return cases({"x": uniform(6, 2, 5)}, build)


@program
def fake_quantization():
    def build(x, low, high):
        args = tf.quantization.fake_quant_with_min_max_args(x, -0.7, 0.9, 4)
        variables = tf.quantization.fake_quant_with_min_max_vars(x, low, high, 8, True)
        yield args
        yield variables
        yield from tf.gradients(tf.square(args), x)
        yield from tf.gradients(tf.square(variables), [x, low, high])

    return cases({"x": uniform(5, 4), "low": np.float32(-0.5), "high": np.float32(0.6)}, build)


@program
def summaries():
    x = tf.placeholder(tf.float32, [4, 3])
    tf.summary.scalar("loss", tf.reduce_mean(x))
    tf.summary.histogram("weights", x)
    # Numbers with an exact mean: summaries are compared byte for byte.
    return Program(feeds={x: np.arange(12, dtype=np.float32).reshape(4, 3) / 8}, fetches=[tf.summary.merge_all()])
