"""Functions: control flow as TensorFlow 2 builds it, and calls of functions."""

import functools

import numpy as np
import tensorflow.compat.v1 as tf
from live import Program
from tensorflow.python.framework import function

import programs

RANDOM = np.random.RandomState(11)
ROWS = RANDOM.uniform(-1, 1, (3, 4)).astype(np.float32)
SQUARE = RANDOM.uniform(-0.5, 0.5, (4, 4)).astype(np.float32)


def program(build):
    """A program whose control flow is functional."""

    @programs.program
    @functools.wraps(build)
    def with_functions():
        tf.enable_control_flow_v2()
        try:
            return build()
        finally:
            tf.disable_control_flow_v2()

    return with_functions


@program
def while_of_functions():
    x = tf.placeholder(tf.float32, [None, 4], "x")
    n = tf.placeholder(tf.int32, [], "n")
    w = tf.constant(SQUARE)
    i, y, grown = tf.while_loop(
        lambda i, *_: i < n, lambda i, y, grown: (i + 1, tf.tanh(tf.matmul(y, w)) + x, tf.concat([grown, y], 0)),
        [tf.constant(0), x, x], shape_invariants=[tf.TensorShape([]), x.shape, tf.TensorShape([None, 4])])
    return Program(feeds={x: ROWS, n: 4}, fetches=[i, y, grown, tf.reduce_sum(y * 2)])


@program
def while_not_entered():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    i, y = tf.while_loop(lambda i, y: i < 0, lambda i, y: (i + 1, y * 2), [tf.constant(0), x])
    return Program(feeds={x: ROWS}, fetches=[i, y, *tf.gradients(y, x)])


@program
def maximum_iterations():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    y = tf.while_loop(lambda y: tf.reduce_sum(y) < 1e9, lambda y: y * 1.5, [x], maximum_iterations=5)
    return Program(feeds={x: ROWS}, fetches=[y, *tf.gradients(y, x)])


@program
def gradients_of_while():
    x = tf.placeholder(tf.float32, [None, 4], "x")
    n = tf.placeholder(tf.int32, [], "n")
    w = tf.get_variable("w", initializer=SQUARE, use_resource=True)
    _, y = tf.while_loop(lambda i, y: i < n, lambda i, y: (i + 1, tf.tanh(tf.matmul(y, w)) + x), [tf.constant(0), x])
    loss = tf.reduce_sum(y * y)
    return Program(feeds={x: ROWS, n: 3}, fetches=[loss, *tf.gradients(loss, [x, w])])


@program
def gradients_of_gradients_of_while():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, tf.sin(y) * x), [tf.constant(0), x])[1]
    first, = tf.gradients(tf.reduce_sum(y), x)
    return Program(feeds={x: ROWS}, fetches=[first, *tf.gradients(first, x)])


@program
def nested_whiles():
    x = tf.placeholder(tf.float32, [3, 4], "x")

    def body(i, y):
        inner = tf.while_loop(lambda j, z: j < i, lambda j, z: (j + 1, tf.tanh(z) + x), [0, y])
        return i + 1, inner[1] * 1.1

    y = tf.while_loop(lambda i, y: i < 4, body, [tf.constant(0), x])[1]
    return Program(feeds={x: ROWS}, fetches=[y, *tf.gradients(y, x)])


@program
def conditionals():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    p = tf.placeholder(tf.bool, [], "p")
    a, b = tf.cond(p, lambda: (tf.exp(x), tf.constant(3)), lambda: (x * x, tf.constant(4)))
    c = tf.cond(tf.reduce_sum(x) > 0, lambda: x, lambda: tf.cond(p, lambda: x * 2, lambda: tf.sin(x)))
    return Program(feeds={x: ROWS, p: False}, fetches=[a, b, c, *tf.gradients([a, c], x)])


@program
def conditionals_taken():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    p = tf.less(tf.reduce_sum(x), 1e6)
    a, b = tf.cond(p, lambda: (tf.exp(x), tf.constant(3)), lambda: (x * x, tf.constant(4)))
    return Program(feeds={x: ROWS}, fetches=[a, b, *tf.gradients(a, x)])


@program
def conditional_in_while():
    x = tf.placeholder(tf.float32, [3, 4], "x")

    def body(i, y):
        return i + 1, tf.cond(tf.equal(i % 2, 0), lambda: tf.tanh(y) * x, lambda: tf.exp(-y))

    y = tf.while_loop(lambda i, y: i < 5, body, [tf.constant(0), x])[1]
    return Program(feeds={x: ROWS}, fetches=[y, *tf.gradients(y, x)])


@program
def cases():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    n = tf.placeholder(tf.int32, [], "n")
    branches = [lambda: x * 2, lambda: tf.sin(x), lambda: x * x]
    values = [tf.switch_case(n + k, branches) for k in (-3, 0, 1, 7)]
    return Program(feeds={x: ROWS, n: 1}, fetches=[*values, *tf.gradients(values, x)])


@program
def arrays_of_tensors():
    x = tf.placeholder(tf.float32, [None, 4], "x")
    count = tf.shape(x)[0]
    rows = tf.TensorArray(tf.float32, count).unstack(x)

    def body(i, state, results):
        state = tf.tanh(state + rows.read(i))
        return i + 1, state, results.write(i, state * 2)

    _, last, results = tf.while_loop(
        lambda i, *_: i < count, body, [tf.constant(0), tf.zeros([4]), tf.TensorArray(tf.float32, count)])
    stacked = results.stack()
    loss = tf.reduce_sum(stacked) + tf.reduce_sum(last)
    growing = tf.while_loop(
        lambda i, _: i < 3, lambda i, a: (i + 1, a.write(i, tf.fill([i + 1], 1.0))),
        [tf.constant(0), tf.TensorArray(tf.float32, 0, dynamic_size=True, infer_shape=False, element_shape=[None])])[1]
    return Program(feeds={x: ROWS}, fetches=[stacked, loss, growing.concat(), *tf.gradients(loss, x)])


@program
def map_and_scan():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    squares = tf.map_fn(lambda row: row * row, x)
    sums = tf.scan(lambda a, row: tf.tanh(a + row), x)
    folded = tf.foldl(lambda a, row: a * row, x)
    return Program(feeds={x: ROWS}, fetches=[squares, sums, folded, *tf.gradients([squares, sums, folded], x)])


@program
def recurrent_network():
    x = tf.placeholder(tf.float32, [None, 5, 4], "x")
    lengths = tf.placeholder(tf.int32, [None], "lengths")
    cell = tf.nn.rnn_cell.BasicRNNCell(6)
    outputs, state = tf.nn.dynamic_rnn(cell, x, sequence_length=lengths, dtype=tf.float32)
    loss = tf.reduce_mean(tf.square(tf.layers.dense(outputs, 2))) + tf.reduce_sum(state)
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
    return Program(
        feeds={x: RANDOM.uniform(-1, 1, (3, 5, 4)).astype(np.float32), lengths: [5, 2, 4]}, fetches=[loss, outputs, state],
        target=step, repeat=4)


@program
def recurrent_network_of_lstm():
    x = tf.placeholder(tf.float32, [2, None, 4], "x")
    with tf.variable_scope("resources", use_resource=True):
        cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.LSTMCell(5), tf.nn.rnn_cell.GRUCell(3)])
        outputs, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
        loss = tf.reduce_mean(tf.square(outputs))
        step = tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss)
    return Program(
        feeds={x: RANDOM.uniform(-1, 1, (2, 4, 4)).astype(np.float32)}, fetches=[loss, outputs], target=step, repeat=4,
        warm_up=1)


@program
def calls():
    x = tf.placeholder(tf.float32, [3, 4], "x")
    w = tf.get_variable("w", initializer=SQUARE, use_resource=True)

    @tf.function
    def inner(a):
        return tf.matmul(a, w), tf.reduce_sum(a)

    @tf.function
    def outer(a):
        b, total = inner(tf.nn.relu(a))
        return tf.sin(b) * total, b

    y, z = outer(x)
    loss = tf.reduce_sum(y) + tf.reduce_sum(z * z)
    return Program(feeds={x: ROWS}, fetches=[y, z, *tf.gradients(loss, [x, w])])


@program
def calls_with_effects():
    x = tf.placeholder(tf.float32, [], "x")
    v = tf.get_variable("v", initializer=np.float32(1), use_resource=True)
    w = tf.get_variable("u", initializer=np.float32(2), use_resource=True)

    @tf.function
    def update(a):
        v.assign_add(a)
        w.assign(v * w)
        return v * 10.0

    @tf.function
    def constant_returned(a):
        v.assign_sub(a)
        return tf.constant(1.0)

    first = update(x)
    with tf.control_dependencies([first]):
        second = constant_returned(x * 3)
    with tf.control_dependencies([second]):
        third, fourth = v.read_value(), w.read_value()
    return Program(feeds={x: 2.0}, fetches=[first, second, third, fourth])


@program
def call_as_a_target():
    v = tf.get_variable("v", initializer=np.float32([1, 2]), use_resource=True)

    @tf.function
    def update():
        v.assign(v * 3.0)
        if tf.reduce_sum(v) > 20.0:
            v.assign_sub([1.0, 1.0])
        else:
            v.assign_add([0.5, 0.5])
        return tf.constant(0)

    return Program(target=update().op, repeat=3, fetches=[v.read_value()])


@program
def effects_in_loops():
    v = tf.get_variable("v", initializer=np.float32(1), use_resource=True)

    @tf.function
    def run(n):
        for i in tf.range(n):
            v.assign(v * 2.0)
            if v > 100.0:
                v.assign(v - 50.0)
        return v.read_value()

    return Program(fetches=[run(tf.constant(9))])


@program
def defined_functions():
    x = tf.placeholder(tf.float32, [3, 4], "x")

    @function.Defun(tf.float32, func_name="swish", noinline=True)
    def swish(a):
        return a * tf.nn.sigmoid(a)

    @function.Defun(tf.float32, tf.float32, func_name="double_gradient")
    def double_gradient(a, dy):
        return dy * 2.0 + 0.0 * a

    @function.Defun(tf.float32, func_name="own_gradient", grad_func=double_gradient)
    def own_gradient(a):
        return tf.sin(a)

    @function.Defun(tf.float32, func_name="both")
    def both(a):
        return swish(a) + own_gradient(a), a * 3.0

    y, z = both(x)
    u, v = swish(x), own_gradient(x)
    return Program(
        feeds={x: ROWS}, fetches=[y, z, u, v, *tf.gradients(u, x), *tf.gradients(v, x), *tf.gradients([y, z], x)])


@program
def random_numbers_in_functions():
    @tf.function
    def draw(n):
        total = tf.zeros([4])
        for _ in tf.range(n):
            total += tf.random.uniform([4], seed=3)
        return total

    return Program(fetches=[draw(tf.constant(3))])
