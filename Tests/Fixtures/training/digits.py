"""The batches that programs train on: images of the sample that the mnist example brings along.

Batch k of eight has 50 images, taken 37 apart so that all digits are met. Images of 196 pixels are those of 784 with every
2 × 2 pixels averaged.
"""

import functools
import gzip
from pathlib import Path

import numpy as np

SIZE = 50
COUNT = 8
RESOURCES = Path(__file__).resolve().parents[3] / "Sources/Examples/mnist/Resources"


@functools.cache
def sample():
    def read(name, offset):
        return np.frombuffer(gzip.decompress((RESOURCES / name).read_bytes()), np.uint8, offset=offset)

    images = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    return images, read("train-labels-idx1-ubyte.gz", 8).astype(np.int32)


def batch(step, name, shape):
    """The images ("X") or labels ("y") of a step, in the shape of a placeholder whose first dimension is the batch's."""
    images, labels = sample()
    rows = [(step % COUNT * SIZE + position) * 37 % len(images) for position in range(SIZE)]
    if name == "y":
        return labels[rows]
    pixels = images[rows].astype(np.int64)
    shape = [SIZE, *shape.as_list()[1:]]
    if np.prod(shape) == SIZE * 196:
        sums = pixels.reshape(SIZE, 14, 2, 14, 2).sum(axis=(2, 4))
        return (sums.astype(np.float32) / np.float32(1020)).reshape(shape)
    return (pixels.astype(np.float32) / np.float32(255)).reshape(shape)
