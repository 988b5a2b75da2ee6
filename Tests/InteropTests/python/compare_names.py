#!/usr/bin/env python3
"""Compares a graph with the one TensorFlow builds for the same program: names, op types, inputs, attributes.

    compare_names.py PROGRAM GRAPH [--expected FILE]     GRAPH: a binary GraphDef, or a .json list of
                                                         {"name", "op", "inputs", "control", "attributes"?}
    compare_names.py PROGRAM --dump FILE.json            writes TensorFlow's own listing

PROGRAM is a function of programs.py. Prints one JSON line per difference:
{"node", "kind": missing | extra | op | inputs | control | attribute, "tensorflow", "here", "reason"}.
--expected names a JSON list of {"node": regular expression, "kind", "reason"} (kind may be "attribute NAME"): differences that
are wanted, which get their reason; an entry that no difference needs is itself an error. Exit status 1 if there is a
difference without a reason or a reason without a difference.
"""

import argparse
import json
import re
import sys

from google.protobuf import json_format
from tensorflow_1 import tf

import programs
from tensorflow.python.framework import op_def_registry

# Bookkeeping of newer TensorFlow releases: no op reads them, and TensorFlow 1 does not write them.
IGNORED_ATTRIBUTES = {"_has_manual_control_dependencies", "_output_shapes", "_gradient_op_type", "grad_a", "grad_b",
                      "grad_x", "grad_y"}


def attribute(value):
    """An attribute as something to compare: tensors by content, the rest as protobuf JSON."""
    if value.WhichOneof("value") == "tensor":
        array = tf.make_ndarray(value.tensor)
        return {"dtype": array.dtype.name, "shape": list(array.shape), "values": array.reshape(-1).astype(str).tolist()}
    return json_format.MessageToDict(value)


def defaults(op_type):
    """The attributes a NodeDef of the op may leave out, with the values they then have."""
    definition = op_def_registry.get(op_type)
    if definition is None:
        return {}
    return {a.name: attribute(a.default_value) for a in definition.attr if a.HasField("default_value")}


def listing(definition):
    nodes = {}
    for node in definition.node:
        attributes = {name: attribute(value) for name, value in node.attr.items() if name not in IGNORED_ATTRIBUTES}
        for name, value in defaults(node.op).items():
            if name not in IGNORED_ATTRIBUTES:
                attributes.setdefault(name, value)
        nodes[node.name] = {
            "op": node.op,
            "inputs": [re.sub(":0$", "", name) for name in node.input if not name.startswith("^")],
            "control": sorted(name[1:] for name in node.input if name.startswith("^")),
            "attributes": attributes,
        }
    return nodes


def build(program):
    with tf.Graph().as_default() as graph:
        programs.PROGRAMS[program]()
    return listing(graph.as_graph_def())


def load(path):
    if path.endswith(".json"):
        with open(path) as file:
            return {
                node["name"]: {
                    "op": node["op"],
                    "inputs": [re.sub(":0$", "", name) for name in node["inputs"]],
                    "control": sorted(node.get("control", [])),
                    "attributes": node.get("attributes"),
                }
                for node in json.load(file)
            }
    definition = tf.GraphDef()
    with open(path, "rb") as file:
        definition.ParseFromString(file.read())
    return listing(definition)


def differences(theirs, ours):
    def difference(name, kind, tensorflow, here):
        return {"node": name, "kind": kind, "tensorflow": tensorflow, "here": here}

    for name, node in theirs.items():
        mine = ours.get(name)
        if mine is None:
            yield difference(name, "missing", node["op"], None)
            continue
        for field in ("op", "inputs", "control"):
            if node[field] != mine[field]:
                yield difference(name, field, node[field], mine[field])
        if mine["attributes"] is not None and node["op"] == mine["op"]:
            for key in sorted(node["attributes"].keys() | mine["attributes"].keys()):
                if node["attributes"].get(key) != mine["attributes"].get(key):
                    yield difference(
                        name, f"attribute {key}", node["attributes"].get(key), mine["attributes"].get(key))
    for name, node in ours.items():
        if name not in theirs:
            yield difference(name, "extra", None, node["op"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", choices=sorted(programs.PROGRAMS))
    parser.add_argument("graph", nargs="?")
    parser.add_argument("--expected")
    parser.add_argument("--dump")
    arguments = parser.parse_args()

    theirs = build(arguments.program)
    if arguments.dump:
        with open(arguments.dump, "w") as file:
            json.dump([{"name": name, **node} for name, node in theirs.items()], file, indent=1)
    if not arguments.graph:
        return 0

    expected = []
    if arguments.expected:
        with open(arguments.expected) as file:
            expected = json.load(file)
    unexplained = 0
    used = set()
    for found in differences(theirs, load(arguments.graph)):
        for index, entry in enumerate(expected):
            if entry["kind"] == found["kind"] and re.fullmatch(entry["node"], found["node"]):
                found["reason"] = entry["reason"]
                used.add(index)
                break
        else:
            unexplained += 1
        print(json.dumps(found))
    unneeded = [entry for index, entry in enumerate(expected) if index not in used]
    for entry in unneeded:
        print(json.dumps({"unneeded": entry}))
    print(f"{len(theirs)} nodes in TensorFlow, {unexplained} unexplained differences", file=sys.stderr)
    return 1 if unexplained or unneeded else 0


if __name__ == "__main__":
    sys.exit(main())
