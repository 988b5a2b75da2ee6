"""Data and initial weights given by a formula, so that every implementation can start from the same numbers.

    uniform(k) = mix(k) / 2³², where mix works on 32-bit words:
                 h = k·0x9E3779B9 + 1; h ^= h >> 16; h *= 0x85EBCA6B; h ^= h >> 13; h *= 0xC2B2AE35; h ^= h >> 16
    batch b, flat index k within it:    x = uniform(b·n + k) for n numbers in a batch,
                                        label i = ⌊10·uniform(1000000003 + b·batch + i)⌋
    weight k of layer l (row-major):    (uniform(100000000·(l + 1) + k) − 1/2)·2·√(6 / (in + out)); biases are 0

Computed in float64 and rounded to float32 once.
"""

import numpy as np


def uniform(k):
    h = np.asarray(k).astype(np.uint32) * np.uint32(0x9E3779B9) + np.uint32(1)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return (h ^ (h >> np.uint32(16))).astype(np.float64) / 2.0**32


def batch(index, size, inputs=784):
    """Images [size, inputs] and labels [size] of one batch."""
    count = size * inputs
    x = uniform(index * count + np.arange(count)).astype(np.float32).reshape(size, inputs)
    return x, np.floor(10 * uniform(1000000003 + index * size + np.arange(size))).astype(np.int32)


def weights(sizes):
    """One matrix [in, out] per layer of a perceptron with these layer sizes."""
    matrices = []
    for layer, (rows, columns) in enumerate(zip(sizes, sizes[1:])):
        spread = 2 * np.sqrt(6 / (rows + columns))
        k = 100000000 * (layer + 1) + np.arange(rows * columns)
        matrices.append(((uniform(k) - 0.5) * spread).astype(np.float32).reshape(rows, columns))
    return matrices
