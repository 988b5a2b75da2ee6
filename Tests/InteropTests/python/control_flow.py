#!/usr/bin/env python3
"""Graphs with control flow as TensorFlow builds them, with what they compute and their gradients.

    control_flow.py DIRECTORY > response.json

Writes each program's MetaGraph and the values of its runs into the directory and prints

    {"programs": [{"name", "graph": FILE, "of": NAME or null, "withRespectTo": […], "runs": [
        {"feeds": FILE or null, "targets": […], "fetches": […], "output": FILE or null if TensorFlow refuses the run}]}]}

Where "of" is stated, the last run fetches "gradient:0", "gradient:1", …: the gradients of that tensor, which the MetaGraph does
not hold. Runs feed what "feeds" states.
Values stand in a binary GraphDef of Const nodes, each named like its tensor. Run after run, in one session.
"""

import functools
import json
import os
import sys

import numpy as np
from run_graph import write_values
from tensorflow_1 import plain_session, tf

from tensorflow.python.ops import control_flow_ops, gen_control_flow_ops, gen_state_ops

PROGRAMS = {}


def program(build):
    """A program: builds a graph and returns its runs, each (feeds, targets, fetches)."""
    PROGRAMS[build.__name__] = build
    return build


def f32(*values):
    return np.array(values, np.float32)


@program
def computed_predicate():
    x = tf.placeholder(tf.float32, [None], name="x")
    total = tf.reduce_sum(x)
    y = tf.cond(total > 0, lambda: x * 2.0 + total, lambda: tf.exp(x))
    z = tf.cond(total > 10, lambda: tf.constant(1.0), lambda: tf.constant(2.0)) + y
    return [({x: f32(1, 2)}, [], [y, z]), ({x: f32(-1, -2, -3)}, [], [y, z]), ({x: f32(20)}, [], [y, z])]


@program
def several_outputs_and_constants():
    x = tf.placeholder(tf.float32, [], name="x")
    a, b, c = tf.cond(x > 0, lambda: (x, tf.constant(3), x * x), lambda: (-x, tf.constant(4), tf.constant(0.5)))
    return [({x: v}, [], [a, b, c]) for v in f32(2, -2)]


@program
def lists_in_a_loop():
    x = tf.placeholder(tf.float32, [None, 2], name="x")
    raw = tf.raw_ops
    rows = raw.TensorListFromTensor(tensor=x, element_shape=[2])
    count = raw.TensorListLength(input_handle=rows)
    results = raw.TensorListReserve(element_shape=[-1], num_elements=count, element_dtype=tf.float32)
    kept = raw.EmptyTensorList(element_shape=-1, max_num_elements=-1, element_dtype=tf.float32)

    def body(i, state, results, kept):
        row = raw.TensorListGetItem(input_handle=rows, index=i, element_shape=[2], element_dtype=tf.float32)
        state = tf.tanh(state + row)
        results = raw.TensorListSetItem(input_handle=results, index=i, item=state)
        return i + 1, state, results, raw.TensorListPushBack(input_handle=kept, tensor=state * row)

    _, state, results, kept = tf.while_loop(
        lambda i, *_: i < count, body, [tf.constant(0), tf.zeros([2]), results, kept])
    kept, last = raw.TensorListPopBack(input_handle=kept, element_shape=[2], element_dtype=tf.float32)
    longer = raw.TensorListResize(input_handle=kept, size=count + 1)
    stacked = [
        raw.TensorListStack(input_handle=handle, element_shape=[2], element_dtype=tf.float32)
        for handle in (results, longer, raw.AddN(inputs=[rows, results]))
    ]
    fetches = [state, last, *stacked, raw.TensorListElementShape(input_handle=results, shape_type=tf.int64)]
    return [({x: v}, [], fetches) for v in (f32([1, 2], [-1, 0.5], [0.25, -2]), f32([0.5, -0.5]))]


@program
def nested_conditionals():
    x = tf.placeholder(tf.float32, [], name="x")
    y = tf.cond(
        x > 0,
        lambda: tf.cond(x > 10, lambda: x + 100, lambda: x + 10),
        lambda: tf.cond(x < -10, lambda: x - 100, lambda: tf.cond(x < -5, lambda: x * 7, lambda: x * 3)) + 1)
    return [({x: v}, [], [y]) for v in f32(20, 2, -2, -6, -20)]


@program
def fed_predicate_through_logic():
    training = tf.placeholder_with_default(False, [], name="training")
    other = tf.placeholder(tf.bool, [], name="other")
    x = tf.placeholder(tf.float32, [2], name="x")
    both = tf.logical_and(tf.identity(training), tf.logical_not(other))
    y = tf.cond(both, lambda: x + 1, lambda: x * 2)
    z = tf.cond(tf.logical_or(training, other), lambda: y + 1, lambda: y * 2)
    return [({training: t, other: o, x: f32(1, 2)}, [], [y, z]) for t in (True, False) for o in (True, False)]


@program
def merge_says_which():
    x = tf.placeholder(tf.float32, [], name="x")
    off, on = control_flow_ops.switch(x, x > 0)
    merged, index = control_flow_ops.merge([off * 2, on * 3])
    three, index_of_three = control_flow_ops.merge([on, off, on])
    return [({x: v}, [], [merged, index] + ([index_of_three] if v < 0 else [])) for v in f32(5, -5)]


@program
def the_side_not_taken_has_no_value():
    x = tf.placeholder(tf.float32, [], name="x")
    off, on = control_flow_ops.switch(x, x > 0)
    doubled = on * 2
    return [({x: f32(5)[0]}, [], [doubled]), ({x: f32(-5)[0]}, [], [doubled]), ({x: f32(-5)[0]}, [], [off])]


@program
def a_dead_target_does_nothing():
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(1.0, name="v", use_resource=False)
    _, on = control_flow_ops.switch(x, x > 0)
    write = tf.assign_add(v, on)
    return [({}, [v.initializer], []), ({x: f32(-5)[0]}, [write.op], []), ({}, [], [v._ref()]),
            ({x: f32(5)[0]}, [write.op], []), ({}, [], [v._ref()])]


@program
def dead_control_edges():
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(1.0, name="v", use_resource=False)
    off, on = control_flow_ops.switch(x, x > 0)
    with tf.control_dependencies([tf.identity(on)]):
        add = tf.assign_add(v, 10.0)
    with tf.control_dependencies([tf.identity(off)]):
        subtract = tf.assign_sub(v, 1.0)
    with tf.control_dependencies([add.op]):
        one = tf.constant(5.0) + tf.constant(6.0)
    with tf.control_dependencies([subtract.op]):
        two = tf.constant(7.0)
    merged, index = control_flow_ops.merge([one, two])
    return [({}, [v.initializer], []), ({x: f32(5)[0]}, [], [merged, index]), ({}, [], [v._ref()]),
            ({x: f32(-5)[0]}, [], [merged, index]), ({}, [], [v._ref()])]


@program
def counting():
    n = tf.placeholder(tf.int32, [], name="n")
    i, total = tf.while_loop(lambda i, t: i < n, lambda i, t: [i + 1, t + i], [0, 0])
    return [({n: v}, [], [i, total]) for v in (0, 1, 10, 1000)]


@program
def values_from_outside_a_loop():
    x = tf.placeholder(tf.float32, [3, 3], name="x")
    w = tf.Variable(tf.eye(3) * 0.5, name="w", use_resource=False)
    scale = tf.reduce_mean(x)
    _, y = tf.while_loop(
        lambda i, y: tf.logical_and(i < 5, tf.reduce_sum(y) < 100.0),
        lambda i, y: (i + 1, tf.tanh(tf.matmul(y, w)) * scale + tf.ones_like(y) * 0.1), [0, x])
    z = y * 2
    a = np.arange(9, dtype=np.float32).reshape(3, 3) / 9
    return [({}, [w.initializer], []), ({x: a}, [], [y, z]), ({x: a * 100}, [], [y, z])]


@program
def growing_shapes():
    n = tf.placeholder(tf.int32, [], name="n")
    i = tf.constant(0)
    _, y = tf.while_loop(
        lambda i, y: i < n, lambda i, y: (i + 1, tf.concat([y, tf.reshape(tf.cast(i, tf.float32), [1, 1])], 0)),
        [i, tf.zeros([1, 1])], shape_invariants=[i.shape, tf.TensorShape([None, 1])])
    return [({n: v}, [], [y, tf.shape(y), tf.reduce_sum(y)]) for v in (0, 4)]


@program
def nested_loops():
    n = tf.placeholder(tf.int32, [], name="n")

    def outer(i, total):
        _, inner = tf.while_loop(lambda j, t: j < i, lambda j, t: (j + 1, t + j * n), [0, total])
        return i + 1, inner + i

    i, total = tf.while_loop(lambda i, t: i < n, outer, [0, 1])
    return [({n: v}, [], [i, total]) for v in (0, 1, 2, 7)]


@program
def conditional_in_a_loop():
    n = tf.placeholder(tf.int32, [], name="n")
    x = tf.placeholder(tf.float32, [2], name="x")

    def body(i, y):
        return i + 1, tf.cond(tf.equal(i % 3, 1), lambda: y * x, lambda: tf.cond(i > 4, lambda: y - 1, lambda: y + 1))

    _, y = tf.while_loop(lambda i, y: i < n, body, [0, x])
    return [({n: v, x: f32(1.5, -0.5)}, [], [y]) for v in (0, 1, 2, 9)]


@program
def fed_predicate_in_a_loop():
    training = tf.placeholder(tf.bool, [], name="training")
    x = tf.placeholder(tf.float32, [2], name="x")
    _, y = tf.while_loop(
        lambda i, y: i < 3, lambda i, y: (i + 1, tf.cond(training, lambda: y * 2, lambda: y + x)), [0, x])
    return [({training: t, x: f32(1, 2)}, [], [y]) for t in (True, False)]


@program
def loop_in_a_conditional():
    n = tf.placeholder(tf.int32, [], name="n")
    y = tf.cond(
        n > 3, lambda: tf.while_loop(lambda i: i < 100, lambda i: i * 2, [n]), lambda: n - 1)
    z = tf.cond(
        n > 1000, lambda: n,
        lambda: tf.while_loop(
            lambda i: i > 0, lambda i: i - tf.while_loop(lambda j: j < 3, lambda j: j + 1, [0]), [n]))
    return [({n: v}, [], [y, z]) for v in (5, 2, 3, 1001)]


@program
def a_loop_that_is_not_entered_lets_nothing_wait():
    n = tf.placeholder(tf.int32, [], name="n")
    v = tf.Variable(1, name="v", use_resource=False)
    y = tf.cond(n > 3, lambda: tf.while_loop(lambda i: i < 100, lambda i: i * 2, [n]), lambda: n - 1)
    with tf.control_dependencies([y]):
        write = tf.assign_add(v, 1)
    return [({}, [v.initializer], []), ({n: 1}, [], [y, write]), ({n: 9}, [], [y, write]), ({}, [], [v._ref()])]


@program
def assignment_in_a_conditional():
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(1.0, name="v", use_resource=False)
    y = tf.cond(x > 0, lambda: tf.assign(v, x * 2), lambda: tf.assign_add(v, 100.0))
    group = tf.cond(x > 0, lambda: tf.group(tf.assign_add(v, 1000.0)), lambda: tf.no_op())
    runs = [({}, [v.initializer], [])]
    for value in f32(3, -3):
        runs += [({x: value}, [], [y]), ({}, [], [v._ref()]), ({x: value}, [group.op], []), ({}, [], [v._ref()])]
    return runs


@program
def initialization_in_a_conditional():
    v = tf.Variable(7.0, name="v", use_resource=False)
    w = tf.Variable(1.0, name="w", use_resource=False)
    start = tf.cond(tf.is_variable_initialized(v), lambda: tf.no_op(), lambda: tf.group(tf.assign(v, 3.0)))
    with tf.control_dependencies([start]):
        y = v._ref() + 1.0
    with tf.control_dependencies([y]):
        add = tf.assign_add(v, 1.0)
    return [({}, [w.initializer], []), ({}, [], [add]), ({}, [], [add]), ({}, [], [y])]


@program
def the_reference_that_a_conditional_returns():
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(1.0, name="v", use_resource=False)
    off, on = gen_control_flow_ops.ref_switch(v._ref(), x > 0)
    merged, index = gen_control_flow_ops.ref_merge([tf.assign(off, 5.0), tf.assign_add(on, 1.0)])
    after = tf.assign_add(gen_control_flow_ops.ref_identity(merged) if False else merged, 0.5)
    return [({}, [v.initializer], []), ({x: 1.0}, [], [after, index]), ({}, [], [v._ref()]),
            ({x: -1.0}, [], [after, index]), ({}, [], [v._ref()])]


@program
def assignment_in_a_loop():
    n = tf.placeholder(tf.int32, [], name="n")
    v = tf.Variable(1.0, name="v", use_resource=False)

    def body(i):
        with tf.control_dependencies([tf.assign_add(v, tf.cast(i, tf.float32))]):
            return i + 1

    i = tf.while_loop(lambda i: i < n, body, [0])
    return [({}, [v.initializer], []), ({n: 4}, [], [i]), ({}, [], [v._ref()]), ({n: 0}, [], [i]), ({}, [], [v._ref()])]


@program
def a_loop_over_a_variable():
    n = tf.placeholder(tf.int32, [], name="n")
    v = tf.Variable([2.0, 3.0], name="v", use_resource=False)
    _, y = tf.while_loop(lambda i, y: i < n, lambda i, y: (i + 1, y * v), [0, v])
    with tf.control_dependencies([y]):
        write = tf.assign(v, y)
    return [({}, [v.initializer], []), ({n: 0}, [], [y]), ({n: 2}, [], [y]), ({n: 1}, [], [write]), ({}, [], [v._ref()])]


@program
def effects_in_a_loop_in_a_conditional():
    n = tf.placeholder(tf.int32, [], name="n")
    v = tf.Variable(0, name="v", use_resource=False)

    def loop():
        def body(i):
            with tf.control_dependencies([tf.cond(tf.equal(i % 2, 0), lambda: tf.assign_add(v, i), lambda: i)]):
                return i + 1
        return tf.while_loop(lambda i: i < n, body, [0])

    y = tf.cond(n > 3, loop, lambda: n)
    return [({}, [v.initializer], []), ({n: 3}, [], [y]), ({}, [], [v._ref()]), ({n: 7}, [], [y]), ({}, [], [v._ref()])]


@program
def variables_behind_handles():
    n = tf.placeholder(tf.int32, [], name="n")
    v = tf.Variable([1.0, 2.0], name="v", use_resource=True)
    w = tf.Variable([0.5, 0.25], name="w", use_resource=True)

    def body(i, y):
        with tf.control_dependencies([v.assign_add([1.0, 1.0])]):
            return i + 1, y * v.read_value() + w

    # One iteration after the other: TensorFlow would let later assignments overtake earlier reads.
    _, y = tf.while_loop(lambda i, y: i < n, body, [0, w], parallel_iterations=1)
    z = tf.cond(n > 2, lambda: v.assign(y), lambda: w.read_value() * 3.0)
    group = tf.cond(n > 2, lambda: tf.group(w.assign_add([1.0, 0.0])), lambda: tf.no_op())
    return [({}, [v.initializer, w.initializer], []), ({n: 2}, [], [y]), ({}, [], [v.value()]), ({n: 3}, [], [z]),
            ({}, [], [v.value()]), ({n: 3}, [group.op], []), ({n: 1}, [group.op], []), ({}, [], [w.value()])]


@program
def two_loops_one_after_another():
    n = tf.placeholder(tf.int32, [], name="n")
    a = tf.while_loop(lambda i: i < n, lambda i: i + 2, [0])
    b = tf.while_loop(lambda i: i < a * 3, lambda i: i + n, [a])
    c = tf.cond(b > 20, lambda: a, lambda: b) + tf.shape(tf.zeros(tf.reshape(b, [1])))[0]
    return [({n: v}, [], [a, b, c]) for v in (3, 8)]


@program
def gradient_of_conditionals():
    x = tf.placeholder(tf.float32, [3], name="x")
    w = tf.Variable([1.0, -2.0, 3.0], name="w", use_resource=False)
    total = tf.reduce_sum(x)
    y = tf.cond(total > 0, lambda: tf.reduce_sum(x * w), lambda: tf.cond(
        total < -5, lambda: tf.reduce_sum(w * w * x), lambda: tf.reduce_sum(tf.exp(w))))
    gradients = tf.gradients(y, [x, w])
    seconds = tf.gradients(gradients[1], [x, w])
    train = tf.train.GradientDescentOptimizer(0.1).minimize(y)
    fetches = [y] + [tf.convert_to_tensor(g) for g in gradients + seconds if g is not None]
    runs = [({}, [w.initializer], [])]
    for values in (f32(1, 2, 3), f32(-1, 0, 0), f32(-3, -2, -1)):
        runs += [({x: values}, [], fetches), ({x: values}, [train], []), ({}, [], [w._ref()])]
    return runs


@program
def a_loop_to_differentiate():
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    w = tf.Variable([[0.5, -0.2, 0.1], [0.3, 0.4, -0.6], [-0.1, 0.2, 0.7]], name="w", use_resource=False)
    n = tf.placeholder(tf.int32, [], name="n")

    def body(i, y, total):
        y = tf.tanh(tf.matmul(y, w)) + tf.cond(tf.equal(i % 2, 0), lambda: y * x, lambda: tf.sin(y))
        return i + 1, y, total + tf.reduce_sum(y)

    _, y, total = tf.while_loop(lambda i, y, t: i < n, body, [0, x, 0.0])
    loss = tf.identity(tf.reduce_sum(y) * 0.5 + total, name="loss")
    feeds = {x: np.arange(6, dtype=np.float32).reshape(2, 3) / 6 - 0.4, n: 4}
    return [({}, [w.initializer], []), (feeds, [], [loss]), (feeds, [], ["gradient", loss, [x, w._ref()]])]


@program
def nested_loops_to_differentiate():
    x = tf.placeholder(tf.float32, [], name="x")
    n = tf.placeholder(tf.int32, [], name="n")

    def outer(i, y):
        _, inner = tf.while_loop(lambda j, z: j <= i, lambda j, z: (j + 1, tf.sin(z) * x), [0, y])
        return i + 1, inner + tf.square(y)

    _, y = tf.while_loop(lambda i, y: i < n, outer, [0, x])
    feeds = {x: 0.7, n: 3}
    return [(feeds, [], [y]), (feeds, [], ["gradient", y, [x]])]


@program
def a_recurrent_net_to_differentiate():
    x = tf.placeholder(tf.float32, [None, 5, 2], name="x")
    lengths = tf.placeholder(tf.int32, [None], name="lengths")
    kernel = tf.Variable(np.linspace(-0.5, 0.5, 20).reshape(5, 4), dtype=tf.float32, name="kernel", use_resource=False)
    steps = tf.transpose(x, [1, 0, 2])
    inputs = tf.TensorArray(tf.float32, size=5).unstack(steps)
    outputs = tf.TensorArray(tf.float32, size=5)
    state = tf.zeros([tf.shape(x)[0], 3])

    def body(t, state, outputs):
        step = inputs.read(t)
        z = tf.matmul(tf.concat([step, state], 1), kernel)
        new = tf.tanh(z[:, :3]) * tf.sigmoid(z[:, 3:])
        new = tf.where(t < lengths, new, state)
        return t + 1, new, outputs.write(t, new)

    _, final, outputs = tf.while_loop(lambda t, *_: t < 5, body, [0, state, outputs],
                                      shape_invariants=[tf.TensorShape([]), tf.TensorShape([None, 3]), None])
    loss = tf.reduce_sum(tf.square(outputs.stack())) + tf.reduce_sum(final)
    feeds = {x: np.sin(np.arange(30, dtype=np.float32)).reshape(3, 5, 2), lengths: [5, 2, 0]}
    return [({}, [kernel.initializer], []), (feeds, [], [loss, final]),
            (feeds, [], ["gradient", loss, [kernel._ref(), x]])]


@program
def mapped_and_scanned():
    x = tf.placeholder(tf.float32, [None, 2], name="x")
    a = tf.map_fn(lambda r: tf.exp(r) * tf.reduce_sum(x), x)
    b = tf.scan(lambda before, r: tf.tanh(before + r), x, initializer=tf.zeros([2]))
    c = tf.foldl(lambda before, r: before * r + 1.0, x)
    loss = tf.reduce_sum(a) + tf.reduce_sum(b * b) + tf.reduce_sum(c)
    feeds = {x: np.arange(6, dtype=np.float32).reshape(3, 2) / 6 - 0.4}
    return [(feeds, [], [a, b, c]), (feeds, [], ["gradient", loss, [x]])]


def of_functions(build):
    """The program once more, with its control flow as functions."""

    @functools.wraps(build)
    def with_functions():
        tf.enable_control_flow_v2()
        try:
            return build()
        finally:
            tf.disable_control_flow_v2()

    with_functions.__name__ += "_of_functions"
    return program(with_functions)


@program
def calls_to_differentiate():
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    w = tf.get_variable("w", initializer=np.float32([[0.5, -0.2], [0.3, 0.4], [-0.1, 0.2]]), use_resource=True)

    @tf.function
    def inner(a):
        return tf.tanh(tf.matmul(a, w)), tf.shape(a)[0]

    @tf.function
    def outer(a, scale):
        y, count = inner(a * scale)
        return y * tf.cast(count, tf.float32) + tf.reduce_sum(w)

    y = tf.sin(outer(x, tf.constant(2.0)))
    feeds = {x: np.arange(6, dtype=np.float32).reshape(2, 3) / 6 - 0.4}
    return [({}, [w.initializer], []), (feeds, [], [y]), (feeds, [], ["gradient", y, [x, w.handle]])]


for build in (computed_predicate, several_outputs_and_constants, nested_loops_to_differentiate, mapped_and_scanned):
    of_functions(build)


@of_functions
def a_loop_with_a_variable_to_differentiate():
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    w = tf.get_variable("w", initializer=np.float32(np.eye(3) * 0.5 - 0.1), use_resource=True)
    n = tf.placeholder(tf.int32, [], name="n")

    def body(i, y, total):
        y = tf.tanh(tf.matmul(y, w)) + tf.cond(tf.equal(i % 2, 0), lambda: y * x, lambda: tf.sin(y))
        return i + 1, y, total + tf.reduce_sum(y)

    _, y, total = tf.while_loop(lambda i, y, t: i < n, body, [0, x, 0.0])
    loss = tf.identity(tf.reduce_sum(y) * 0.5 + total, name="loss")
    feeds = {x: np.arange(6, dtype=np.float32).reshape(2, 3) / 6 - 0.4, n: 4}
    return [({}, [w.initializer], []), (feeds, [], [loss]), (feeds, [], ["gradient", loss, [x, w.handle]])]


def main():
    directory = sys.argv[1]
    programs = []
    for name, build in PROGRAMS.items():
        with tf.Graph().as_default() as graph:
            runs = build()
            tf.train.export_meta_graph(os.path.join(directory, f"{name}.meta"), graph=graph)
            response = {"name": name, "graph": f"{name}.meta", "of": None, "withRespectTo": [], "runs": []}
            gradients = {}
            if runs[-1][2][:1] == ["gradient"]:
                _, of, with_respect_to = runs[-1][2]
                response["of"] = of.name
                response["withRespectTo"] = [x.name for x in with_respect_to]
                for index, gradient in enumerate(tf.gradients(of, with_respect_to)):
                    gradients[f"gradient:{index}"] = tf.convert_to_tensor(gradient)
                runs[-1] = (runs[-1][0], [], list(gradients.values()))
        names = {tensor.name: name for name, tensor in gradients.items()}
        with plain_session(graph) as session:
            for number, (feeds, targets, fetches) in enumerate(runs):
                run = {"feeds": None, "targets": [target.name for target in targets],
                       "fetches": [names.get(tensor.name, tensor.name) for tensor in fetches], "output": f"{name}-{number}.pb"}
                if feeds:
                    run["feeds"] = f"{name}-feeds-{number}.pb"
                    values = {k.name: np.asarray(v, k.dtype.as_numpy_dtype) for k, v in feeds.items()}
                    write_values(os.path.join(directory, run["feeds"]), values)
                try:
                    values, _ = session.run([{names.get(t.name, t.name): t for t in fetches}, targets], feed_dict=feeds)
                    write_values(os.path.join(directory, run["output"]), values)
                except tf.errors.OpError:
                    run["output"] = None
                response["runs"].append(run)
        programs.append(response)
    json.dump({"programs": programs}, sys.stdout)


if __name__ == "__main__":
    main()
