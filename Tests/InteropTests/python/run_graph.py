#!/usr/bin/env python3
"""Runs graphs in TensorFlow and writes what they compute.

    run_graph.py request.json > response.json

The request is a list of jobs; paths in it are relative to the request file:

    {"jobs": [{
        "graph": "graph.pb",                     a binary GraphDef, or a MetaGraphDef if the name ends in .meta
        "gradients": [{                          optional: let TensorFlow differentiate what was imported
            "name": "dx",                        fetched as "dx:0", "dx:1", … in the order of withRespectTo
            "of": ["y:0"], "withRespectTo": ["a:0", "b:0"],
            "upstream": ["dy:0"]}],              optional: the gradients of the ys, otherwise ones
        "seed": 42,                              optional: the graph-level seed for ops added here
        "runs": [{                               one session, run after run
            "feeds": "feeds.pb",                 optional: the values, see below
            "targets": ["init"],                 operations to run
            "fetches": ["y:0", "dx:0"],
            "output": "out.pb"}]}]}              optional: where to write what was fetched

Values stand in a binary GraphDef of Const nodes, each named like its tensor.

The response names per job {"ok": true} or {"error": the message, "run": index or null}. A gradient that does not exist is
left out of the output. The exit status is 0 whenever a response was written.
"""

import json
import os
import sys

from tensorflow_1 import plain_session, tf


def import_graph(path):
    if path.endswith(".meta"):
        tf.train.import_meta_graph(path)
        return
    definition = tf.GraphDef()
    with open(path, "rb") as file:
        definition.ParseFromString(file.read())
    tf.import_graph_def(definition, name="")


def add_gradients(graph, requests):
    """The gradients asked for: fetch name → tensor."""
    tensors = {}
    for request in requests:
        ys = [graph.get_tensor_by_name(name) for name in request["of"]]
        xs = [graph.get_tensor_by_name(name) for name in request["withRespectTo"]]
        upstream = [graph.get_tensor_by_name(name) for name in request.get("upstream", [])] or None
        for index, gradient in enumerate(tf.gradients(ys, xs, grad_ys=upstream)):
            if gradient is not None:
                tensors[f"{request['name']}:{index}"] = tf.convert_to_tensor(gradient)
    return tensors


def read_values(path):
    values = tf.GraphDef()
    with open(path, "rb") as file:
        values.ParseFromString(file.read())
    return {node.name: tf.make_ndarray(node.attr["value"].tensor) for node in values.node}


def write_values(path, values):
    result = tf.GraphDef()
    for name, value in values.items():
        node = result.node.add(name=name, op="Const")
        node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(value))
        node.attr["dtype"].type = node.attr["value"].tensor.dtype
    with open(path, "wb") as file:
        file.write(result.SerializeToString())


def run_job(job, directory):
    place = None
    try:
        graph = tf.Graph()
        with graph.as_default():
            if "seed" in job:
                tf.set_random_seed(job["seed"])
            import_graph(os.path.join(directory, job["graph"]))
            gradients = add_gradients(graph, job.get("gradients", []))
        gradient_names = {request["name"] for request in job.get("gradients", [])}
        with plain_session(graph) as session:
            for place, run in enumerate(job["runs"]):
                feeds = read_values(os.path.join(directory, run["feeds"])) if run.get("feeds") else {}
                fetches = {}
                for name in run.get("fetches", []):
                    if name in gradients:
                        fetches[name] = gradients[name]
                    elif name.rpartition(":")[0] not in gradient_names:
                        fetches[name] = graph.get_tensor_by_name(name)
                targets = [graph.get_operation_by_name(name) for name in run.get("targets", [])]
                values, _ = session.run([fetches, targets], feed_dict=feeds)
                if run.get("output"):
                    write_values(os.path.join(directory, run["output"]), values)
        return {"ok": True}
    except Exception as error:  # reported to the test, which knows whether it was expected
        return {"error": f"{type(error).__name__}: {error}", "run": place}


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    directory = os.path.dirname(os.path.abspath(sys.argv[1]))
    json.dump({"jobs": [run_job(job, directory) for job in request["jobs"]]}, sys.stdout)


if __name__ == "__main__":
    main()
