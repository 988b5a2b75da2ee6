"""Makes the image files in this folder with Pillow, and with TensorFlow what it reads of them.

    pip install pillow tensorflow==2.21
    python3 make_image_goldens.py

For NAME.jpg, NAME.fast.npy and NAME.accurate.npy hold the pixels by both transforms; for other files NAME.npy does.
"""

import io
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image

FOLDER = Path(__file__).parent


def scene(height, width, channels=3, seed=1):
    """Smooth colors with edges and noise, so that every coefficient occurs."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = [
        128 + 90 * np.sin(x / 3 + c) * np.cos(y / (4 + c)) + 60 * (x + 2 * y > 30 + 5 * c) for c in range(channels)
    ]
    pixels = np.stack(planes, axis=-1) + rng.normal(0, 12, (height, width, channels))
    return np.clip(pixels, 0, 255).astype(np.uint8)


def jpeg(pixels, mode="RGB", **options):
    file = io.BytesIO()
    Image.fromarray(pixels if pixels.shape[-1] > 1 else pixels[..., 0], mode).save(file, "JPEG", **options)
    return file.getvalue()


JPEGS = {
    "full": jpeg(scene(19, 27), subsampling=0, quality=90),
    "half": jpeg(scene(21, 30), subsampling=2, quality=75),
    "wide": jpeg(scene(17, 33, seed=2), subsampling=1, quality=60),
    "grey": jpeg(scene(13, 18, 1), "L", quality=85),
    "progressive": jpeg(scene(35, 43, seed=3), subsampling=2, quality=80, progressive=True),
    "progressive-grey": jpeg(scene(18, 22, 1), "L", quality=95, progressive=True),
    "restarts": jpeg(scene(40, 50, seed=4), subsampling=2, quality=50, restart_marker_blocks=2),
    "small": jpeg(scene(2, 3), subsampling=2, quality=95),
    "strong": jpeg(scene(24, 24, seed=5), subsampling=2, quality=1),
    "optimized": jpeg(scene(30, 20, seed=6), subsampling=0, quality=100, optimize=True),
}


def animation():
    frames = [Image.fromarray(scene(12, 16, seed=seed), "RGB").quantize(16) for seed in (1, 2, 3)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=50, loop=0)
    return file.getvalue()


def pillow(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def overlay():
    """A second frame that covers a part of the first, and has a color that is not drawn."""
    base = Image.new("P", (11, 9), 3)
    base.putpalette([value for color in range(8) for value in (color * 30, 255 - color * 20, color * color)])
    part = base.copy()
    for x in range(3, 8):
        for y in range(2, 6):
            part.putpixel((x, y), 5 if (x + y) % 2 else 3)
    file = io.BytesIO()
    base.save(file, "GIF", save_all=True, append_images=[part], duration=50, disposal=1)
    return file.getvalue()


OTHERS = {
    "plain.gif": pillow(Image.fromarray(scene(10, 14), "RGB").quantize(200), "GIF"),
    "interlaced.gif": pillow(Image.fromarray(scene(21, 9, seed=7), "RGB").quantize(32), "GIF", interlace=1),
    "animation.gif": animation(),
    "overlay.gif": overlay(),
    "color.bmp": pillow(Image.fromarray(scene(5, 7), "RGB"), "BMP"),
    "opaque.bmp": pillow(Image.fromarray(scene(4, 6, 4), "RGBA"), "BMP"),
    "grey.bmp": pillow(Image.fromarray(scene(6, 5, 1)[..., 0], "L"), "BMP"),
}

if __name__ == "__main__":
    for name, contents in JPEGS.items():
        (FOLDER / f"{name}.jpg").write_bytes(contents)
        for method in ("fast", "accurate"):
            pixels = tf.io.decode_jpeg(contents, dct_method=f"INTEGER_{method.upper()}").numpy()
            np.save(FOLDER / f"{name}.{method}.npy", pixels)
    for name, contents in OTHERS.items():
        (FOLDER / name).write_bytes(contents)
        decode = tf.io.decode_gif if name.endswith("gif") else tf.io.decode_bmp
        np.save(FOLDER / f"{name}.npy", decode(contents).numpy())
