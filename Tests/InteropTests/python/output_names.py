#!/usr/bin/env python3
"""Compares names of ops' inputs and outputs with TensorFlow's: nodes in functions refer to outputs by name.

    output_names.py FILE > differences.json

The file holds {op type: {"inputs": [name], "outputs": [name]}}; what is printed has the same form with TensorFlow's names, for
those op types whose outputs are called otherwise there, or whose number of inputs differs. Op types that TensorFlow does not
have any more are passed over.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow  # noqa: F401  (registers the ops)
from tensorflow.python.framework import op_def_registry


def main():
    with open(sys.argv[1]) as file:
        ours = json.load(file)
    differences = {}
    for name, names in ours.items():
        definition = op_def_registry.get(name)
        if definition is None:
            continue
        theirs = {
            "inputs": [argument.name for argument in definition.input_arg],
            "outputs": [argument.name for argument in definition.output_arg],
        }
        if theirs["outputs"] != names["outputs"] or len(theirs["inputs"]) != len(names["inputs"]):
            differences[name] = theirs
    json.dump(differences, sys.stdout)


if __name__ == "__main__":
    main()
