"""Makes the checkpoints in this folder with TensorFlow.

    python3 make_checkpoint_goldens.py

Beside each stands PREFIX.tsv with the name, type, shape and elements (in hexadecimal) of every tensor; the elements of
string tensors are separated by commas.
"""

from pathlib import Path

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.core.framework import types_pb2
from tensorflow.python.checkpoint import checkpoint_management

FOLDER = Path(__file__).parent
tf.disable_eager_execution()


def tensors():
    """A tensor of every type, and enough names for several restart points."""
    random = np.random.RandomState(1)
    result = {
        "global_step": np.int64(-7), "empty": np.zeros((3, 0), np.float32), "flag": np.array([True, False]),
        "half": np.arange(3, dtype=np.float16), "byte": np.arange(5, dtype=np.uint8),
        "double": random.randn(2, 2), "complex": np.array([1 + 2j], np.complex64),
        "words": np.array([[b"", b"one"], [b"\x00\xff", b"x" * 200]], object), "int16": np.array([-2, 5], np.int16),
    }
    for layer in range(20):
        result[f"dnn/hidden{layer}/kernel"] = random.randn(2, 3).astype(np.float32)
        result[f"dnn/hidden{layer}/kernel/Momentum"] = random.randn(3).astype(np.float32)
    return dict(sorted(result.items(), key=lambda item: item[0].encode()))


def write_expected(prefix, values):
    lines = []
    for name, value in values.items():
        value = np.asarray(value)
        if value.dtype == object:
            dtype, elements = "DT_STRING", ",".join(x.hex() for x in value.reshape(-1))
        else:
            dtype = types_pb2.DataType.Name(tf.as_dtype(value.dtype).as_datatype_enum)
            elements = np.ascontiguousarray(value).tobytes().hex()
        lines.append(f"{name}\t{dtype}\t{','.join(map(str, value.shape))}\t{elements}\n")
    (FOLDER / f"{prefix}.tsv").write_text("".join(lines))


def run(build):
    with tf.Graph().as_default(), tf.Session() as session:
        session.run(build())


def main():
    values = tensors()
    run(lambda: tf.raw_ops.SaveV2(
        prefix=str(FOLDER / "bundle"), tensor_names=list(values), shape_and_slices=[""] * len(values),
        tensors=[tf.constant(v) for v in values.values()]))
    write_expected("bundle", values)

    # A tensor in four parts, another in one part that is all of it.
    whole = np.arange(20, dtype=np.float32).reshape(4, 5)
    slices = {"4 5 0,1:0,5": whole[:1], "4 5 1,3:0,2": whole[1:, :2], "4 5 1,3:2,3": whole[1:, 2:]}
    run(lambda: tf.raw_ops.SaveV2(
        prefix=str(FOLDER / "slices"), tensor_names=["w"] * 3 + ["v"],
        shape_and_slices=list(slices) + ["300 0,300"],
        tensors=[tf.constant(v) for v in slices.values()] + [tf.constant(np.arange(300))]))
    write_expected("slices", {"v": np.arange(300), "w": whole})

    legacy = {k: v for k, v in values.items() if np.asarray(v).dtype not in (np.dtype(object), np.dtype(np.complex64))
              and np.asarray(v).size and "Momentum" not in k}
    run(lambda: tf.raw_ops.SaveSlices(
        filename=str(FOLDER / "legacy.ckpt"), tensor_names=list(legacy) + ["w"] * 3,
        shapes_and_slices=[""] * len(legacy) + list(slices),
        data=[tf.constant(v) for v in legacy.values()] + [tf.constant(v) for v in slices.values()]))
    write_expected("legacy.ckpt", {**legacy, "w": whole})

    shard = {f"part{i}": np.arange(i + 1, dtype=np.int32) for i in range(3)}
    run(lambda: tf.raw_ops.SaveV2(
        prefix=str(FOLDER / "small"), tensor_names=list(shard), shape_and_slices=[""] * 3,
        tensors=[tf.constant(v) for v in shard.values()]))
    write_expected("small", shard)

    for part in range(2):
        run(lambda: tf.raw_ops.SaveV2(
            prefix=str(FOLDER / f"part{part}"), tensor_names=[f"t{part}"], shape_and_slices=[""],
            tensors=[tf.constant([part, 2])]))
    run(lambda: tf.raw_ops.MergeV2Checkpoints(
        checkpoint_prefixes=[str(FOLDER / f"part{part}") for part in range(2)],
        destination_prefix=str(FOLDER / "sharded"), delete_old_dirs=False))
    for path in FOLDER.glob("part?.*"):
        path.unlink()
    write_expected("sharded", {f"t{part}": np.array([part, 2], np.int32) for part in range(2)})

    checkpoint_management.update_checkpoint_state_internal(
        str(FOLDER), str(FOLDER / "model.ckpt-20"), [str(FOLDER / "model.ckpt-10"), str(FOLDER / "model.ckpt-20")],
        all_model_checkpoint_timestamps=[1500000000.25, 1500000010.5], save_relative_paths=True)


main()
