"""Layers: activations, regularizers, constraints, batch normalization, embeddings and recurrent nets."""

from tensorflow_1 import tf

from . import Program, program
from .perceptron import perceptron


def descent(rate=0.1):
    return tf.train.GradientDescentOptimizer(rate)


def glorot(seed):
    return tf.glorot_uniform_initializer(seed=seed)


def cross_entropy(labels, logits):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    return tf.reduce_mean(losses, name="loss")


def prelu(x):
    """Keras's layer, with reference variables."""
    with tf.variable_scope(None, "p_re_lu"):
        alpha = tf.get_variable("alpha", x.shape.as_list()[1:], initializer=tf.constant_initializer(0.25))
        return tf.nn.relu(x) + -alpha * tf.nn.relu(-x)


def maxout(x):
    """tf.contrib.layers.maxout with ten units."""
    with tf.name_scope("MaxOut"):
        return tf.reduce_max(tf.reshape(x, [-1, 10, 2]), -1)


def rrelu(x):
    """TensorFlow Addons' rrelu in training."""
    with tf.name_scope("rrelu"):
        alpha = tf.random_uniform(tf.shape(x), 0.125, 1 / 3, seed=5)
        return tf.where_v2(x >= 0, x, alpha * x)


ACTIVATIONS = {
    "relu": tf.nn.relu, "leaky_relu": tf.nn.leaky_relu, "relu6": tf.nn.relu6, "elu": tf.nn.elu, "selu": tf.nn.selu,
    "sigmoid": tf.nn.sigmoid, "tanh": tf.nn.tanh, "softplus": tf.nn.softplus, "softsign": tf.nn.softsign,
    "prelu": prelu, "rrelu": rrelu, "maxout": maxout,
}


def with_activation(name):
    def build():
        return perceptron(descent(), activation=ACTIVATIONS[name])

    build.__name__ = f"activation_{name}"
    program(build)


for activation in ACTIVATIONS:
    with_activation(activation)


def regularized(loss, optimizer=descent):
    return optimizer().minimize(tf.add_n([loss, *tf.losses.get_regularization_losses()], name="total"))


@program
def regularizer_l1():
    return perceptron(regularized, regularizer=tf.keras.regularizers.l1(0.001))


@program
def regularizer_l2():
    return perceptron(regularized, regularizer=tf.keras.regularizers.l2(0.001))


@program
def regularizer_l1_l2():
    return perceptron(regularized, regularizer=tf.keras.regularizers.l1_l2(0.0005, 0.001))


@program
def regularizer_activity():
    x = tf.placeholder(tf.float32, [None, 196], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    hidden = tf.layers.dense(
        x, 20, activation=tf.nn.relu, kernel_initializer=glorot(1), bias_regularizer=tf.keras.regularizers.l2(0.01),
        activity_regularizer=tf.keras.regularizers.l1_l2(0.01, 0.02), name="hidden1")
    loss = cross_entropy(y, tf.layers.dense(hidden, 10, kernel_initializer=glorot(2), name="outputs"))
    return Program(loss, regularized(loss))


@program
def max_norm():
    """Rows are clipped by hand after each update."""

    def minimize(loss):
        step = descent().minimize(loss)
        with tf.control_dependencies([step]):
            weights = tf.trainable_variables()[0]
            return tf.assign(weights, tf.clip_by_norm(weights.read_value(), 0.1, axes=1), name="clip").op

    return perceptron(minimize)


def constrained(constraint):
    x = tf.placeholder(tf.float32, [None, 196], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    hidden = tf.layers.dense(
        x, 20, activation=tf.nn.relu, kernel_initializer=glorot(1), kernel_constraint=constraint, name="hidden1")
    logits = tf.layers.dense(
        hidden, 10, kernel_initializer=glorot(2), bias_constraint=tf.keras.constraints.non_neg(), name="outputs")
    loss = cross_entropy(y, logits)
    return Program(loss, tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss))


@program
def constraint_max_norm():
    return constrained(tf.keras.constraints.max_norm(1.0))


@program
def constraint_min_max_norm():
    return constrained(tf.keras.constraints.min_max_norm(0.8, 1.2, 0.5))


@program
def constraint_unit_norm():
    return constrained(tf.keras.constraints.unit_norm())


@program
def constraint_clip_by_norm():
    return constrained(lambda weights: tf.clip_by_norm(weights, 1.0, axes=[1]))


def normalized(shape=(196,), has_zero_mean=False, **arguments):
    """Batch norm before and after a layer in training; then the same in inference, from the moving averages.

    Shifts before a layer before a batch norm have no gradient, and what has been normalized may have no mean.
    """
    x = tf.placeholder(tf.float32, [None, *shape], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")

    def logits(training, reuse):
        h = tf.layers.batch_normalization(
            x, momentum=0.9, training=training, name="bn0", reuse=reuse, **arguments)
        h = tf.layers.flatten(h)
        h = tf.layers.dense(h, 20, kernel_initializer=glorot(1), name="hidden1", reuse=reuse)
        h = tf.layers.batch_normalization(h, momentum=0.9, training=training, name="bn1", reuse=reuse)
        return tf.layers.dense(tf.nn.elu(h), 10, kernel_initializer=glorot(2), name="outputs", reuse=reuse)

    loss = cross_entropy(y, logits(True, None))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss)
    zeros = ["bn0/beta", "bn0/beta/Momentum", "hidden1/bias", "hidden1/bias/Momentum"]
    if has_zero_mean:
        zeros.append("bn1/moving_mean")
    return Program(loss, train, results={"logits": logits(False, True)}, loss_only=tuple(zeros))


@program
def batch_norm():
    return normalized(has_zero_mean=True)


@program
def batch_norm_images():
    return normalized(shape=(14, 14, 1), fused=False)


@program
def batch_norm_fused():
    return normalized(shape=(14, 14, 1))


@program
def batch_norm_first_axis():
    return normalized(shape=(7, 28), axis=1, epsilon=0.01)


@program
def batch_norm_plain():
    return normalized(has_zero_mean=True, center=False, scale=False)


@program
def batch_norm_renorm():
    return normalized(renorm=True, renorm_clipping={"rmin": 0.3, "rmax": 3.0, "dmax": 5.0}, renorm_momentum=0.8)


@program
def batch_norm_virtual():
    return normalized(has_zero_mean=True, virtual_batch_size=10)


@program
def batch_norm_adjusted():
    def adjustment(shape):
        return (tf.random_uniform([shape[0], 1], 0.9, 1.1, seed=1), tf.random_uniform([shape[0], 1], -0.1, 0.1, seed=2))

    return normalized(
        adjustment=adjustment, gamma_initializer=tf.constant_initializer(0.9), beta_initializer=tf.ones_initializer(),
        moving_mean_initializer=tf.constant_initializer(0.1),
        moving_variance_initializer=tf.constant_initializer(0.5))


@program
def dropout():
    x = tf.placeholder(tf.float32, [None, 196], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    h = tf.layers.dropout(x, 0.2, training=True, seed=3)
    h = tf.layers.dense(h, 20, activation=tf.nn.relu, kernel_initializer=glorot(1), name="hidden1")
    h = tf.layers.dropout(h, 0.5, noise_shape=[None, 1], training=True, seed=4)
    loss = cross_entropy(y, tf.layers.dense(h, 10, kernel_initializer=glorot(2), name="outputs"))
    return Program(loss, descent().minimize(loss))


@program
def fed_dropout():
    """The part that is dropped is fed, as is the part that is kept."""
    x = tf.placeholder(tf.float32, [None, 196], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    rate, kept = (tf.placeholder(tf.float32, [], name=name) for name in ["rate", "kept"])
    h = tf.layers.dropout(x, rate, noise_shape=[None, 196], training=True, seed=3)
    h = tf.layers.dense(h, 20, activation=tf.nn.relu, kernel_initializer=glorot(1), name="hidden1")
    h = tf.layers.dropout(h, 1 - kept, training=True, seed=4)
    logits = tf.layers.dense(h, 10, kernel_initializer=glorot(2), name="outputs")
    loss = cross_entropy(y, logits)
    return Program(
        loss, descent().minimize(loss), feeds={rate: lambda step: 0.2 if step < 50 else 0.1, kept: lambda step: 0.6},
        results={"logits": logits}, evaluation_feeds={rate: 0.0, kept: 1.0})


@program
def embedding():
    """Each pixel is one of eight words."""
    x = tf.placeholder(tf.float32, [None, 196], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    words = tf.cast(x * 7, tf.int32)
    with tf.variable_scope("embedding"):
        table = tf.get_variable("embeddings", [8, 3], initializer=tf.random_uniform_initializer(-0.05, 0.05, seed=1))
        rows = tf.nn.embedding_lookup(table, words, max_norm=1.0)
    loss = cross_entropy(y, tf.layers.dense(tf.layers.flatten(rows), 10, kernel_initializer=glorot(2), name="outputs"))
    return Program(loss, tf.train.AdagradOptimizer(0.1).minimize(loss))


def recurrent(run):
    """The rows of an image as a sequence; the last output is classified."""
    x = tf.placeholder(tf.float32, [None, 28, 28], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    with tf.variable_scope("net", initializer=glorot(3)):
        last = run(x)
    logits = tf.layers.dense(last, 10, kernel_initializer=glorot(2), name="outputs")
    loss = cross_entropy(y, logits)
    return Program(loss, descent().minimize(loss))


def static(cell):
    def run(x):
        outputs, _ = tf.nn.static_rnn(cell(), tf.unstack(x, axis=1), dtype=tf.float32)
        return outputs[-1]

    return run


@program
def static_rnn():
    return recurrent(static(lambda: tf.nn.rnn_cell.BasicRNNCell(12)))


@program
def static_lstm():
    return recurrent(static(lambda: tf.nn.rnn_cell.BasicLSTMCell(12)))


@program
def static_full_lstm():
    return recurrent(static(lambda: tf.nn.rnn_cell.LSTMCell(
        12, use_peepholes=True, cell_clip=1.0, num_proj=8, proj_clip=0.5, forget_bias=0.5)))


@program
def static_gru():
    return recurrent(static(lambda: tf.nn.rnn_cell.GRUCell(12)))


@program
def static_stack():
    return recurrent(static(lambda: tf.nn.rnn_cell.MultiRNNCell(
        [tf.nn.rnn_cell.GRUCell(12), tf.nn.rnn_cell.BasicRNNCell(8, activation=tf.nn.relu)])))


@program
def static_dropout():
    return recurrent(static(lambda: tf.nn.rnn_cell.DropoutWrapper(
        tf.nn.rnn_cell.BasicLSTMCell(12), input_keep_prob=0.8, output_keep_prob=0.7, state_keep_prob=0.9, seed=7)))


@program
def static_variational_dropout():
    return recurrent(static(lambda: tf.nn.rnn_cell.DropoutWrapper(
        tf.nn.rnn_cell.BasicRNNCell(12), input_keep_prob=0.8, output_keep_prob=0.7, state_keep_prob=0.9,
        variational_recurrent=True, input_size=28, dtype=tf.float32, seed=7)))


@program
def static_bidirectional():
    def run(x):
        outputs, _, _ = tf.nn.static_bidirectional_rnn(
            tf.nn.rnn_cell.BasicRNNCell(6), tf.nn.rnn_cell.GRUCell(8), tf.unstack(x, axis=1), dtype=tf.float32)
        return outputs[-1]

    return recurrent(run)


def switched(layer):
    """A classifier whose layers ask a placeholder whether they train; it is fed in each step, and not in evaluation."""
    x = tf.placeholder(tf.float32, [None, 14, 14, 1], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    training = tf.placeholder_with_default(False, (), name="training")
    h = tf.layers.flatten(layer(x, training))
    h = tf.layers.dense(h, 20, activation=tf.nn.elu, kernel_initializer=glorot(1), name="hidden1")
    logits = tf.layers.dense(h, 10, kernel_initializer=glorot(2), name="outputs")
    loss = cross_entropy(y, logits)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = descent().minimize(loss)
    return Program(
        loss, train, feeds={training: lambda step: True}, results={"logits": logits},
        evaluation_feeds={training: False})


@program
def switched_batch_norm():
    return switched(lambda x, training: tf.layers.batch_normalization(
        tf.layers.flatten(x), momentum=0.9, training=training))


@program
def switched_renorm():
    return switched(lambda x, training: tf.layers.batch_normalization(
        x, momentum=0.9, training=training, renorm=True, renorm_clipping={"rmax": 3.0, "rmin": 0.3, "dmax": 5.0},
        renorm_momentum=0.8))


@program
def switched_dropout():
    return switched(lambda x, training: tf.layers.dropout(x, 0.3, training=training, seed=3))


def lengths():
    return tf.floormod(tf.range(50), 28) + 1


@program
def static_lengths():
    def run(x):
        outputs, state = tf.nn.static_rnn(
            tf.nn.rnn_cell.GRUCell(12), tf.unstack(x, axis=1)[:6], dtype=tf.float32,
            sequence_length=tf.floormod(tf.range(50), 7))
        return tf.concat([outputs[-1], state], 1)

    return recurrent(run)


@program
def dynamic_lstm():
    def run(x):
        outputs, state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(12), x, dtype=tf.float32)
        return tf.reduce_mean(outputs, axis=1) + state.c

    return recurrent(run)


@program
def dynamic_gru_with_lengths():
    def run(x):
        _, state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(12), x, dtype=tf.float32, sequence_length=lengths())
        return state

    return recurrent(run)


@program
def dynamic_stack():
    def run(x):
        cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(12), tf.nn.rnn_cell.BasicRNNCell(8)])
        outputs, _ = tf.nn.dynamic_rnn(cell, tf.transpose(x, [1, 0, 2]), dtype=tf.float32, time_major=True)
        return tf.reduce_mean(outputs, axis=0)

    return recurrent(run)


@program
def dynamic_bidirectional():
    def run(x):
        outputs, states = tf.nn.bidirectional_dynamic_rnn(
            tf.nn.rnn_cell.BasicRNNCell(6), tf.nn.rnn_cell.GRUCell(8), x, dtype=tf.float32, sequence_length=lengths())
        return tf.concat([tf.reduce_mean(outputs[0], axis=1), tf.reduce_mean(outputs[1], axis=1), states[1]], 1)

    return recurrent(run)
