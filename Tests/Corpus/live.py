"""Runs TensorFlow 1 programs in TensorFlow and, from the files it writes, with the command `adjoint`, and compares.

    python live.py [--adjoint PATH] [--only TEXT] [--keep DIRECTORY]

Each function in `programs/` builds a graph and returns a `Program`: what to feed, what to fetch, what to run before. The
graph and a checkpoint are exported as TensorFlow does it, and then both sides restore, run the target and fetch. Values
must agree within 1e-4 of the larger of 1 and the largest magnitude. The exit code is 1 where a program differs, or where it
needs an op that is neither here nor in `LEFT_OUT`.
"""

import argparse
import dataclasses
import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
import traceback

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import numpy as np
import tensorflow.compat.v1 as tf

from corpus import Failure, compare, run

tf.disable_v2_behavior()
tf.logging.set_verbosity(tf.logging.ERROR)


#: What the command's error says where an op is left out, and why it is; such cases are listed but are no failures.
LEFT_OUT = {
    "adjoint: DenseBincount ": "only graphs written by TensorFlow 2 hold it",
    "adjoint: SparseSegmentMeanGradV2 ": "only graphs written by TensorFlow 2 hold it",
}


@dataclasses.dataclass
class Program:
    """One graph and what is asked of it."""

    feeds: dict = dataclasses.field(default_factory=dict)
    fetches: list = dataclasses.field(default_factory=list)
    #: Run `repeat` times before the fetches.
    target: object = None
    repeat: int = 1
    #: Runs of the target before the checkpoint is saved, so that slots are not all zero.
    warm_up: int = 0
    #: Whether each fetch is a case of its own, so that a failure names it.
    is_list_of_cases: bool = False


def name_of(thing):
    return thing if isinstance(thing, str) else thing.name


def check(adjoint, build, directory):
    """The reasons why a program differs."""
    with tf.Graph().as_default():
        tf.set_random_seed(1)
        program = build()
        feeds = {name_of(key): np.asarray(value) for key, value in program.feeds.items()}
        fetches = [name_of(fetch) for fetch in program.fetches]
        prefix = os.path.join(directory, build.__name__)
        variables = tf.global_variables()
        with tf.Session() as session:
            session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
            session.run(tf.tables_initializer())
            for _ in range(program.warm_up):
                session.run(program.target, feeds)
            if variables:
                tf.train.Saver().save(session, prefix)
            else:
                tf.train.export_meta_graph(prefix + ".meta", as_text=False)
        with tf.Session() as session:
            session.run(tf.local_variables_initializer())
            session.run(tf.tables_initializer())
            if variables:
                tf.train.Saver(variables).restore(session, prefix)
            if program.target is not None:
                for _ in range(program.repeat):
                    session.run(program.target, feeds)
            values = dict(zip(fetches, session.run(fetches, feeds)))
    arguments = ["run", prefix + ".meta"]
    if variables:
        arguments += ["--checkpoint", prefix]
    if feeds:
        np.savez(prefix + ".feeds.npz", **feeds)
        arguments += ["--feeds", prefix + ".feeds.npz"]
    if program.target is not None:
        arguments += ["--target", name_of(program.target), "--repeat", str(program.repeat)]
    reasons = []
    output = prefix + ".out.npz"

    def ours(names):
        fetching = [argument for name in names for argument in ("--fetch", name)]
        run(adjoint, *arguments, *fetching, "--output", output)
        with np.load(output) as file:
            return {name: file[name] for name in file.files}

    def collect(names):
        try:
            found = ours(names)
        except Failure as failure:
            if len(names) == 1 or not program.is_list_of_cases:
                reasons.append(f"{', '.join(names[:3])}: {failure}")
                return
            middle = len(names) // 2
            collect(names[:middle])
            collect(names[middle:])
            return
        for name in names:
            try:
                compare(name, found[name], values[name])
            except Failure as failure:
                reasons.append(str(failure))

    collect(fetches)
    return reasons


def all_programs():
    import programs

    for module in pkgutil.iter_modules(programs.__path__):
        for name, value in list(vars(importlib.import_module(f"programs.{module.name}")).items()):
            if getattr(value, "is_program", False):
                yield f"{module.name}.{name}", value


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--adjoint", default=".build/release/adjoint")
    parser.add_argument("--only", default="", help="programs whose name contains this")
    parser.add_argument("--keep", help="a directory to leave the files in")
    options = parser.parse_args()
    failed = 0
    for name, build in all_programs():
        if options.only not in name:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            try:
                reasons = check(options.adjoint, build, options.keep or scratch)
            except Exception:
                reasons = ["TensorFlow: " + traceback.format_exc(limit=-2)]
        failures = [reason for reason in reasons if not any(mark in reason for mark in LEFT_OUT)]
        print("FAILED" if failures else "ok    ", name, flush=True)
        for reason in reasons:
            why = next((why for mark, why in LEFT_OUT.items() if mark in reason), None)
            print("       ", reason if why is None else f"{reason[:80]}…: left out, {why}")
        failed += bool(failures)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.modules.setdefault("live", sys.modules["__main__"])
    sys.exit(main())
