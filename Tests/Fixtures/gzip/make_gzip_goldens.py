"""Makes the compressed files in this folder with zlib.

    python3 make_gzip_goldens.py
"""

import gzip
import zlib
from pathlib import Path


def deflate(data, level, strategy=zlib.Z_DEFAULT_STRATEGY):
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
    return compressor.compress(data) + compressor.flush()


def text(count):
    """The first `count` bytes of "0 squared is 0; 1 squared is 1; 2 squared is 4; …"."""
    return b"".join(b"%d squared is %d; " % (i, i * i) for i in range(count))[:count]


def main():
    folder = Path(__file__).parent
    (folder / "stored.deflate").write_bytes(deflate(text(300), 0))
    (folder / "fixed-code.deflate").write_bytes(deflate(text(700), 9, zlib.Z_FIXED))
    (folder / "dynamic-code.deflate").write_bytes(deflate(text(20000), 9))
    (folder / "literals-only.deflate").write_bytes(deflate(text(700), 9, zlib.Z_HUFFMAN_ONLY))
    (folder / "runs.deflate").write_bytes(deflate(b"a" * 70000, 9, zlib.Z_RLE))
    with gzip.GzipFile(filename="", mode="wb", fileobj=open(folder / "text.gz", "wb"), mtime=0) as file:
        file.write(text(300))
    with gzip.GzipFile(filename="text", mode="wb", fileobj=open(folder / "named.gz", "wb"), mtime=1) as file:
        file.write(text(3000))


main()
