"""Makes the array files in this folder with NumPy and safetensors.

    pip install numpy safetensors
    python3 make_array_goldens.py

ARRAYS in Tests/AdjointFormatsTests/Arrays/ArrayGoldens.swift holds the same values.
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

FOLDER = Path(__file__).parent

# Name, file's array.
ARRAYS = {
    "float32": np.arange(6, dtype=np.float32).reshape(2, 3),
    "float64": np.arange(3, dtype=np.float64),
    "float16": np.arange(4, dtype=np.float16),
    "int64": np.array(-5, np.int64),
    "int32": np.zeros((2, 0, 3), np.int32),
    "uint8": np.arange(12, dtype=np.uint8).reshape(1, 12),
    "bool": np.array([True, False, True]),
    "complex64": np.array([1 + 2j, -3j], np.complex64),
    "text": np.array(["a", "", "höher\U0001f600"]),
    "bytes": np.array([b"ab", b"", b"\xff\x00c"]),
}


def main():
    for name, array in ARRAYS.items():
        np.save(FOLDER / f"{name}.npy", array)
    np.save(FOLDER / "fortran.npy", np.asfortranarray(np.arange(24, dtype=np.int16).reshape(2, 3, 4)))
    np.save(FOLDER / "big-endian.npy", np.arange(6, dtype=">f4").reshape(2, 3))
    np.save(FOLDER / "big-endian-text.npy", np.array(["ab", "c"], ">U2"))
    np.savez(FOLDER / "stored.npz", **{"a:0": ARRAYS["float32"], "b/c": ARRAYS["text"]})
    np.savez_compressed(FOLDER / "compressed.npz", x=np.arange(3000, dtype=np.int32) % 17, y=ARRAYS["bool"])
    save_file(
        {name: ARRAYS[name] for name in ("float32", "float64", "float16", "int64", "int32", "uint8", "bool")},
        FOLDER / "numbers.safetensors", metadata={"made by": 'a "script"'})


main()
