"""Runs the command `adjoint` on a folder of real TensorFlow 1 models and compares it with what TensorFlow computed.

    python corpus.py FOLDER [--adjoint PATH] [--only TEXT] [--checks LIST] [--mnist DIRECTORY] [--jobs N]

FOLDER holds `index.json`, a list of models each with `dir` and `base`, and for every model in `dir`:

    BASE.meta                the graph; beside it the checkpoint BASE, of either format
    BASE.expected.npz        feeds, an output and intermediate tensors after restoring the checkpoint
    BASE.train.npz           feeds; loss, gradients, and the variables after one run of the training op
    BASE.mnist.npz           the classes TensorFlow sees in MNIST's test images

Where a file is missing, its check is left out. The checks:

    export      the graph, imported and exported again, is the same message to TensorFlow: nodes with their attributes,
                collections, versions
    checkpoint  lists and holds what TensorFlow reads from it, bit for bit
    expected    output and intermediate tensors, |a - b| <= 1e-4 max(1, max |b|)
    train       loss, gradients and updated variables to the same bound; where TensorFlow differs from itself by more
                with its other kernels (oneDNN on and off), three times that difference; where a random op without a
                seed decides, no two runs agree, and TensorFlow is run again with one draw fed to both
    mnist       the same class for each image whose two best scores are more than 1e-4 apart
    reuse       a new head on one of the model's layers, trained and saved by `graft` (Tests/Corpus/graft), is opened by
                TensorFlow with its graph: every bit of the variables, the head's outputs, and the losses of going on
                training it there; only where --checks names it, with `swift build -c release --product graft` before
    gradients   those of the loss that `graft` builds itself for the imported graph, where TensorFlow builds them too, to
                the bound of `train`; only where --checks names it, as `reuse`

Prints a table and then a line for each check that failed; the exit code is 1 if one did.
"""

import argparse
import concurrent.futures
import contextlib
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

CHECKS = ["export", "checkpoint", "expected", "train", "mnist"]
PREFIX_LENGTH = 20_000  # larger arrays are stored as this many first elements


class Failure(Exception):
    """A check failed; the message says how."""


def run(adjoint, *arguments):
    result = subprocess.run([adjoint, *arguments], capture_output=True, text=True, timeout=600)
    if result.returncode != 0:
        message = result.stderr.strip() or f"signal {-result.returncode}"
        raise Failure(f"exit code {result.returncode}: {message[:400]}")
    return result.stdout


def fetch(adjoint, model, feeds, fetches, targets=(), directory=None):
    """The values of tensors after running the targets once."""
    with tempfile.TemporaryDirectory(dir=directory) as scratch:
        np.savez(os.path.join(scratch, "feeds.npz"), **feeds)
        arguments = ["run", model + ".meta", "--checkpoint", model, "--feeds", os.path.join(scratch, "feeds.npz")]
        for name in fetches:
            arguments += ["--fetch", name]
        for name in targets:
            arguments += ["--target", name]
        output = os.path.join(scratch, "out.npz")
        run(adjoint, *arguments, "--output", output)
        with np.load(output) as values:
            return {name: values[name] for name in values.files}


def compare(name, ours, theirs, bound=0.0):
    """Raises unless the arrays agree within 1e-4 of the larger of 1 and theirs, or within `bound`."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    if theirs.size == PREFIX_LENGTH and ours.size > PREFIX_LENGTH:
        ours = ours.reshape(-1)[:PREFIX_LENGTH].reshape(theirs.shape)
    if ours.shape != theirs.shape:
        raise Failure(f"{name}: shape {ours.shape}, not {theirs.shape}")
    if theirs.dtype.kind in "SU" or theirs.dtype == object:
        if [text(value) for value in ours.reshape(-1)] != [text(value) for value in theirs.reshape(-1)]:
            raise Failure(f"{name}: other strings")
        return
    ours, theirs = ours.astype(np.float64), theirs.astype(np.float64)
    if theirs.size == 0:
        return
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    finite = np.abs(theirs[np.isfinite(theirs)])
    tolerance = max(1e-4 * max(1.0, finite.max() if finite.size else 0.0), bound)
    with np.errstate(invalid="ignore"):
        difference = np.where(same, 0.0, np.abs(ours - theirs))
    if not (difference <= tolerance).all():
        worst = np.nanmax(difference) if np.isfinite(difference).any() else float("nan")
        raise Failure(f"{name}: differs by {worst:.3g} where {tolerance:.3g} is allowed")


def text(value):
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def recorded_feeds(record):
    return {str(name): record[f"feed_{index}"] for index, name in enumerate(record["feed_names"])}


# The checks.


def check_export(adjoint, model, entry, options):
    from tensorflow.core.protobuf import meta_graph_pb2

    with tempfile.TemporaryDirectory() as scratch:
        copy = os.path.join(scratch, "copy.meta")
        run(adjoint, "convert", model + ".meta", copy)
        before, after = meta_graph_pb2.MetaGraphDef(), meta_graph_pb2.MetaGraphDef()
        for message, path in [(before, model + ".meta"), (after, copy)]:
            with open(path, "rb") as file:
                message.ParseFromString(file.read())
    if len(before.graph_def.node) != len(after.graph_def.node):
        raise Failure(f"{len(after.graph_def.node)} nodes, not {len(before.graph_def.node)}")
    for old, new in zip(before.graph_def.node, after.graph_def.node):
        if old != new:
            raise Failure(f"node '{old.name}' changed")
    for key in {*before.collection_def, *after.collection_def}:
        if before.collection_def[key] != after.collection_def[key]:
            raise Failure(f"collection '{key}' changed")
    for field in ["versions", "library"]:
        if getattr(before.graph_def, field) != getattr(after.graph_def, field):
            raise Failure(f"{field} changed")
    if before != after:
        raise Failure("another part of the file changed")


def check_checkpoint(adjoint, model, entry, options):
    from tensorflow.python.training import py_checkpoint_reader

    if not (os.path.exists(model + ".index") or os.path.exists(model)):
        return None
    try:
        reader = py_checkpoint_reader.NewCheckpointReader(model)
        shapes = reader.get_variable_to_shape_map()
    except Exception:
        return None  # TensorFlow does not load it either
    types = reader.get_variable_to_dtype_map()
    listed = {
        tensor["name"]: (tensor["dtype"], tensor["shape"])
        for tensor in json.loads(run(adjoint, "inspect", model, "--json"))["tensors"]
    }
    theirs = {name: (types[name].name.replace("float16", "half"), shapes[name]) for name in shapes}
    if listed != theirs:
        raise Failure(f"another list: {sorted(name for name in {*listed, *theirs} if listed.get(name) != theirs.get(name))[:3]}")
    try:
        values = {name: reader.get_tensor(name) for name in shapes}
    except Exception:
        return None  # its data is not there
    with tempfile.TemporaryDirectory() as scratch:
        output = os.path.join(scratch, "copy.npz")
        run(adjoint, "convert", model, output)
        with np.load(output) as ours:
            for name, value in values.items():
                mine = ours[name]
                if types[name].name == "string":
                    flat = value.reshape(-1) if isinstance(value, np.ndarray) else [value]
                    if [text(one) for one in flat] != [text(one) for one in mine.reshape(-1)]:
                        raise Failure(f"{name}: other strings")
                elif mine.dtype != value.dtype or mine.shape != value.shape or mine.tobytes() != value.tobytes():
                    raise Failure(f"{name}: other values")


def check_expected(adjoint, model, entry, options):
    with np.load(model + ".expected.npz") as record:
        feeds = recorded_feeds(record)
        wanted = {str(record["output_name"]): record["output"]}
        if "inter_names" in record:
            for index, name in enumerate(record["inter_names"]):
                wanted[str(name)] = record[f"inter_{index}"]
    values = fetch(adjoint, model, feeds, list(wanted))
    for name, theirs in wanted.items():
        compare(name, values[name], theirs)


def check_train(adjoint, model, entry, options):
    with np.load(model + ".train.npz") as record:
        feeds = recorded_feeds(record)
        train_op = str(record["train_op"])
        before = {str(name): record[f"grad_{index}"] for index, name in enumerate(record["grad_tensors"])}
        loss = str(record["loss_name"]) if "loss_name" in record else ""
        after = {str(name) + ":0": record[f"after_{index}"] for index, name in enumerate(record["after_vars"])}
        if loss and "optimizer" not in loss.lower() and not loss.startswith(("Adam", "train/Adam")):
            before[loss] = record["loss"]
    try:
        compare_step(adjoint, model, feeds, train_op, before, after)
    except Failure:
        draws = unseeded_draws(model, list(before) + [train_op])
        if not draws:
            raise
        feeds, before, after = tensorflow_with_draws(model, feeds, train_op, list(before), list(after), draws)
        compare_step(adjoint, model, feeds, train_op, before, after)


def compare_step(adjoint, model, feeds, train_op, before, after):
    """Raises unless the tensors before and after one run of the training op are TensorFlow's."""
    ours_before = fetch(adjoint, model, feeds, list(before))
    ours_after = fetch(adjoint, model, feeds, list(after), targets=[train_op])
    spread = None
    for kind, ours, theirs in [("", ours_before, before), ("after the step, ", ours_after, after)]:
        for name, value in theirs.items():
            try:
                compare(kind + name, ours[name], value)
            except Failure as failure:
                if "shape" in str(failure):
                    raise
                if spread is None:
                    spread = tensorflow_spread(model, feeds, train_op, list(before), list(after))
                compare(kind + name, ours[name], value, bound=3 * spread[kind + name])


def check_mnist(adjoint, model, entry, options):
    if not options.mnist:
        return None
    with np.load(model + ".mnist.npz") as record:
        classes = record["pred"]
    with np.load(model + ".expected.npz") as record:
        feeds = recorded_feeds(record)
        input_name, output_name = str(record["input_name"]), str(record["output_name"])
        sample = record["input"]
    images = read_images(options.mnist)
    count = len(classes)
    scores = []
    for start in range(0, count, 1000):
        batch = images[start : start + 1000].reshape((-1,) + sample.shape[1:]).astype(np.float32) / np.float32(255)
        rest = {
            name: value
            for name, value in feeds.items()
            if name != input_name and not (np.ndim(value) > 0 and len(value) == len(sample))
        }
        scores.append(fetch(adjoint, model, {**rest, input_name: batch}, [output_name])[output_name])
    scores = np.concatenate(scores).reshape(count, -1)
    best = np.sort(scores, axis=1)
    clear = best[:, -1] - best[:, -2] > 1e-4
    wrong = (scores.argmax(axis=1) != classes) & clear
    if wrong.any():
        raise Failure(f"another class for {wrong.sum()} of {count} images")


def check_reuse(adjoint, model, entry, options):
    if not os.path.exists(model + ".expected.npz"):
        return None
    with np.load(model + ".expected.npz") as record:
        feeds = recorded_feeds(record)
        names = [str(name) for name in record["inter_names"]] if "inter_names" in record else []
        layers = [
            name for index, name in enumerate(names)
            if record[f"inter_{index}"].ndim == 2 and record[f"inter_{index}"].dtype == np.float32
            and 2 <= len(record[f"inter_{index}"]) <= 1000 and np.ptp(record[f"inter_{index}"]) > 0
        ]
    if not layers:
        return None
    graft = os.path.join(os.path.dirname(adjoint), "graft")
    with tempfile.TemporaryDirectory() as scratch:
        inputs, prefix = os.path.join(scratch, "feeds.npz"), os.path.join(scratch, "grafted")
        np.savez(inputs, **feeds)
        try:
            lines = run(graft, model + ".meta", model, layers[len(layers) // 2], inputs, prefix).splitlines()
        except Failure as failure:
            if "whose last dimension is known" in str(failure):
                return None  # no layer fits there, in TensorFlow either
            raise
        request = dict(zip(["train", "loss", "logits", "labels"], lines), prefix=prefix, feeds=inputs)
        result = subprocess.run(
            [sys.executable, __file__, "--tensorflow", json.dumps(request)], capture_output=True, text=True)
        if result.returncode != 0:
            raise Failure("TensorFlow: " + result.stderr.strip().splitlines()[-1][:400])
        run(adjoint, "convert", prefix, prefix + ".ours.npz")
        with np.load(prefix + ".ours.npz") as ours, np.load(prefix + ".theirs.npz") as theirs:
            for name in theirs.files:
                if ours[name].dtype != theirs[name].dtype or ours[name].tobytes() != theirs[name].tobytes():
                    raise Failure(f"{name}: other values in TensorFlow")
        with np.load(prefix + ".facts.npz") as ours, np.load(prefix + ".computed.npz") as theirs:
            for name in ["logits:0", "losses"]:
                compare(name, ours[name], theirs[name])


def check_gradients(adjoint, model, entry, options):
    if not os.path.exists(model + ".train.npz"):
        return None
    with np.load(model + ".train.npz") as record:
        feeds = recorded_feeds(record)
        loss = str(record["loss_name"]) if "loss_name" in record else ""
    if not loss or unseeded_draws(model, [loss]):
        return None
    with tempfile.TemporaryDirectory() as scratch:
        request = {"model": model, "feeds": os.path.join(scratch, "feeds.npz"), "loss": loss}
        np.savez(request["feeds"], **feeds)
        theirs = []
        for one_dnn in ["1", "0"]:
            request["output"] = os.path.join(scratch, f"theirs{one_dnn}.npz")
            environment = {**os.environ, "TF_ENABLE_ONEDNN_OPTS": one_dnn, "CUDA_VISIBLE_DEVICES": ""}
            result = subprocess.run(
                [sys.executable, __file__, "--tensorflow", json.dumps(request)], env=environment, capture_output=True,
                text=True)
            if result.returncode != 0:
                print(f"{model}: TensorFlow builds no gradients: {result.stderr.strip().splitlines()[-1][:200]}")
                return None
            with np.load(request["output"]) as values:
                theirs.append({name: values[name] for name in values.files})
        output = os.path.join(scratch, "ours.npz")
        run(os.path.join(os.path.dirname(adjoint), "graft"), "--gradients", model + ".meta", model, loss,
            request["feeds"], output)
        with np.load(output) as ours:
            if {*ours.files} != {*theirs[0]}:
                raise Failure(f"gradients of other variables: {sorted({*ours.files} ^ {*theirs[0]})[:3]}")
            for name, value in theirs[0].items():
                spread = float(np.max(np.abs(value - theirs[1][name]), initial=0.0))
                compare(name, ours[name], value, bound=3 * spread)


def read_images(directory):
    for name in sorted(os.listdir(directory)):
        if name.startswith("t10k-images"):
            path = os.path.join(directory, name)
            with (gzip.open if name.endswith(".gz") else open)(path, "rb") as file:
                data = file.read()
            return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 784)
    raise SystemExit(f"{directory}: no test images of MNIST")


# What no two runs share.

#: The random ops whose `seed` and `seed2`, both 0, ask for a stream that nobody can foretell.
RANDOM_OPS = {
    "RandomUniform", "RandomStandardNormal", "TruncatedNormal", "ParameterizedTruncatedNormal", "RandomUniformInt",
    "RandomShuffle", "Multinomial", "RandomGamma", "RandomPoisson", "RandomPoissonV2",
}


def unseeded_draws(model, names):
    """The outputs of the random ops without a seed which the tensors and ops named need."""
    nodes = {node.name: node for node in read_meta_graph(model).graph_def.node}
    pending, reached = [name.lstrip("^").split(":")[0] for name in names], set()
    while pending:
        name = pending.pop()
        if name not in reached and name in nodes:
            reached.add(name)
            pending += [source.lstrip("^").split(":")[0] for source in nodes[name].input]
    return sorted(
        f"{name}:0"
        for name in reached
        if nodes[name].op in RANDOM_OPS and nodes[name].attr["seed"].i == 0 and nodes[name].attr["seed2"].i == 0
    )


def tensorflow_with_draws(model, feeds, train_op, before, after, draws):
    """Feeds with one draw added, and TensorFlow's values for them before and after one run of the training op."""
    feeds = {**feeds, **run_apart(model, feeds, train_op, draws, [])}
    values = run_apart(model, feeds, train_op, before, after)
    prefix = "after the step, "
    return feeds, {name: values[name] for name in before}, {name: values[prefix + name] for name in after}


# TensorFlow against itself.


def tensorflow_spread(model, feeds, train_op, before, after):
    """How far TensorFlow is from itself, per tensor, between runs with and without oneDNN."""
    runs = [run_apart(model, feeds, train_op, before, after, one_dnn) for one_dnn in ["0", "1"]]
    return {name: float(np.max(np.abs(runs[0][name] - runs[1][name]), initial=0.0)) for name in runs[0]}


def run_apart(model, feeds, train_op, before, after, one_dnn="1"):
    """What TensorFlow, in a process of its own, computes before and, unless nothing is asked for, after the training op.

    A tensor of a branch that is not taken has no value before it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        inputs, output = os.path.join(scratch, "feeds.npz"), os.path.join(scratch, "values.npz")
        np.savez(inputs, **feeds)
        request = {
            "model": model, "feeds": inputs, "output": output, "train_op": train_op, "before": before, "after": after}
        environment = {**os.environ, "TF_ENABLE_ONEDNN_OPTS": one_dnn, "CUDA_VISIBLE_DEVICES": ""}
        subprocess.run(
            [sys.executable, __file__, "--tensorflow", json.dumps(request)],
            env=environment, check=True, capture_output=True)
        with np.load(output) as values:
            return {name: values[name] for name in values.files}


def read_meta_graph(model):
    from tensorflow.core.protobuf import meta_graph_pb2

    definition = meta_graph_pb2.MetaGraphDef()
    with open(model + ".meta", "rb") as file:
        definition.ParseFromString(file.read())
    return definition


def import_model(model):
    """The saver of a graph, which becomes part of the default one."""
    import tensorflow.compat.v1 as tf

    tf.disable_eager_execution()
    definition = read_meta_graph(model)
    for node in definition.graph_def.node:
        node.attr.pop("_output_shapes", None)  # some were written by versions that inferred others
    return tf.train.import_meta_graph(definition, clear_devices=True)


def reopen_in_tensorflow(request):
    """Restores what `graft` saved, writes all that it holds and what the head computes, and trains the head on."""
    import tensorflow.compat.v1 as tf

    prefix = request["prefix"]
    saver = import_model(prefix)
    stored = {name for name, _ in tf.train.list_variables(prefix) if not name.startswith("_adjoint/")}
    with np.load(request["feeds"]) as feeds:
        feeds = {name: feeds[name] for name in feeds.files}
    with tf.Session() as session:
        saver.restore(session, prefix)
        variables = {variable.op.name: variable for variable in tf.global_variables() if variable.op.name in stored}
        np.savez(prefix + ".theirs.npz", **session.run(variables))
        with np.load(prefix + ".facts.npz") as facts:
            rows = len(facts["logits:0"])
        feeds[request["labels"]] = (np.arange(rows) % 3).astype(np.int32)
        logits = session.run(request["logits"], feeds)
        frozen = [name for name in variables if "graft_" not in name]
        before = session.run([variables[name] for name in frozen])
        losses = [session.run([request["loss"], request["train"]], feeds)[0] for _ in range(3)]
        for name, old, new in zip(frozen, before, session.run([variables[name] for name in frozen])):
            assert np.array_equal(old, new, equal_nan=old.dtype.kind == "f"), f"{name} changed"
    np.savez(prefix + ".computed.npz", **{"logits:0": logits, "losses": np.float32(losses)})


def differentiate_in_tensorflow(request):
    """Writes the gradients of a loss with respect to the trainable variables that it depends on."""
    import tensorflow.compat.v1 as tf

    saver = import_model(request["model"])
    variables = tf.trainable_variables()
    gradients = tf.gradients(tf.get_default_graph().get_tensor_by_name(request["loss"]), variables)
    wanted = {
        variable.op.name: tf.convert_to_tensor(gradient)
        for variable, gradient in zip(variables, gradients) if gradient is not None
    }
    with np.load(request["feeds"]) as feeds:
        feeds = {name: feeds[name] for name in feeds.files}
    with tf.Session() as session:
        saver.restore(session, request["model"])
        np.savez(request["output"], **session.run(wanted, feeds))


def run_tensorflow(request):
    if "prefix" in request:
        return reopen_in_tensorflow(request)
    if "loss" in request:
        return differentiate_in_tensorflow(request)
    import tensorflow.compat.v1 as tf

    saver = import_model(request["model"])
    with np.load(request["feeds"]) as feeds:
        feeds = {name: feeds[name] for name in feeds.files}
    values = {}
    with tf.Session() as session:
        saver.restore(session, request["model"])
        try:
            values = dict(zip(request["before"], session.run(request["before"], feeds)))
        except tf.errors.InvalidArgumentError:  # one of them is of a branch not taken, so each alone
            for name in request["before"]:
                with contextlib.suppress(tf.errors.InvalidArgumentError):
                    values[name] = session.run(name, feeds)
        if request["after"]:
            session.run(request["train_op"], feeds)
        for name, value in zip(request["after"], session.run(request["after"], feeds)):
            values["after the step, " + name] = value
    np.savez(request["output"], **values)


# The table.

#: What the command's error says where an op is left out, and why it is; such checks are listed but are no failures.
LEFT_OUT = {}


def check_model(entry, options):
    model = os.path.join(options.folder, entry["dir"], entry["base"])
    row, reasons = {}, []
    for name in options.checks:
        kind = {"expected": ".expected.npz", "train": ".train.npz", "mnist": ".mnist.npz"}.get(name)
        if kind and not os.path.exists(model + kind):
            continue
        try:
            globals()["check_" + name](options.adjoint, model, entry, options)
            row[name] = "ok"
        except Failure as failure:
            why = next((why for mark, why in LEFT_OUT.items() if mark in str(failure)), None)
            row[name] = "FAILED" if why is None else "left out"
            reasons.append(f"{entry['dir']}/{entry['base']}: {name}: {failure if why is None else 'left out, ' + why}")
        except subprocess.TimeoutExpired:
            row[name] = "FAILED"
            reasons.append(f"{entry['dir']}/{entry['base']}: {name}: took longer than ten minutes")
    return row, reasons


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--adjoint", default=".build/release/adjoint")
    parser.add_argument("--only", default="", help="models whose directory or base contains this")
    parser.add_argument("--checks", default=",".join(CHECKS), type=lambda value: value.split(","))
    parser.add_argument("--mnist", help="a directory with MNIST's test images")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tensorflow", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tensorflow:
        return run_tensorflow(json.loads(options.tensorflow))
    with open(os.path.join(options.folder, "index.json")) as file:
        models = [entry for entry in json.load(file) if options.only in f"{entry['dir']}/{entry['base']}"]
    width = max([len(f"{entry['dir']}/{entry['base']}") for entry in models], default=0)
    print("".ljust(width), *[name.ljust(10) for name in options.checks], flush=True)
    totals, reasons, failed = {name: [0, 0] for name in options.checks}, [], False
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for entry, (row, faults) in zip(models, pool.map(lambda entry: check_model(entry, options), models)):
            print(
                f"{entry['dir']}/{entry['base']}".ljust(width),
                *[row.get(name, "").ljust(10) for name in options.checks], flush=True)
            reasons += faults
            failed = failed or "FAILED" in row.values()
            for name, outcome in row.items():
                totals[name][1] += 1
                totals[name][0] += outcome == "ok"
    print("".ljust(width), *[f"{good}/{all_}".ljust(10) for good, all_ in totals.values()])
    for reason in reasons:
        print(reason)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
