"""Layers as TensorFlow 1 programs write them; Tests/InteropTests/LayerNamesTests.swift builds the same."""

from tensorflow_1 import tf

RNN = tf.nn.rnn_cell
keras = tf.keras


def inputs(shape=(None, 4)):
    return tf.placeholder(tf.float32, shape, name="x")


def dense_layers():
    x = inputs()
    with tf.name_scope("net"):
        h = tf.layers.dense(
            x, 3, activation=tf.nn.relu, kernel_regularizer=keras.regularizers.l1(0.1),
            bias_regularizer=keras.regularizers.l2(0.2), activity_regularizer=keras.regularizers.l1_l2(0.1, 0.3),
            name="all")
        tf.layers.dense(h, 2, use_bias=False, trainable=False)
    tf.layers.dense(inputs((None, 5, 4)), 3, name="sequence")
    tf.layers.dense(inputs((2, 5, 4)), 3, name="known_sequence")
    for _ in range(2):
        with tf.variable_scope("shared", reuse=tf.AUTO_REUSE):
            tf.layers.dense(x, 3, name="d")


def dropout_layers():
    x = inputs()
    tf.layers.dropout(x, 0.3, training=True, seed=3)
    tf.layers.dropout(x, 0.3, noise_shape=[None, 1], training=True, seed=3)
    tf.layers.dropout(x, 0.3)
    rate = tf.placeholder(tf.float32, (), name="rate")
    tf.layers.dropout(x, rate, training=True, seed=3)
    tf.layers.dropout(x, 1 - rate, noise_shape=[None, 1], training=True, seed=3)
    tf.layers.flatten(inputs((None, 4, 3)))


def max_norm_regularizer():
    def regularizer(weights):
        clipped = tf.clip_by_norm(weights, clip_norm=1.0, axes=[1])
        tf.add_to_collection("max_norm", tf.assign(weights, clipped, name="max_norm"))

    tf.layers.dense(inputs(), 3, kernel_regularizer=regularizer, name="hidden1")


def constrained_training():
    y = tf.layers.dense(
        inputs(), 3, use_bias=False, kernel_constraint=lambda weights: tf.clip_by_norm(weights, 1.0, axes=[0]),
        name="d")
    tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(y))


def constraints():
    v = tf.get_variable("v", [4, 3])
    for constraint in (keras.constraints.max_norm(2.0), keras.constraints.min_max_norm(0.1, 2.0, 0.5),
                       keras.constraints.unit_norm(), keras.constraints.non_neg()):
        with tf.name_scope(type(constraint).__name__):
            constraint(v)


def embedding_lookups():
    table = tf.get_variable("e", [10, 4])
    ids = tf.placeholder(tf.int32, (None, 3), name="ids")
    tf.nn.embedding_lookup(table, ids)
    tf.nn.embedding_lookup(table, ids, max_norm=1.0)


def batch_norms():
    x = inputs()
    tf.layers.batch_normalization(x, training=True, momentum=0.9)
    tf.layers.batch_normalization(x)
    tf.layers.batch_normalization(x, center=False, scale=False, training=True)
    tf.layers.batch_normalization(
        x, training=True, beta_regularizer=keras.regularizers.l2(0.1),
        gamma_regularizer=keras.regularizers.l1(0.1), trainable=False)
    tf.layers.batch_normalization(inputs((None, 5, 6, 3)), training=True, fused=False)
    tf.layers.batch_normalization(inputs((None, 3, 5, 6)), axis=1, training=True, fused=False)


def fused_batch_norms():
    x = inputs((None, 5, 6, 3))
    tf.layers.batch_normalization(x, training=True)
    tf.layers.batch_normalization(x)
    tf.layers.batch_normalization(x, axis=1, center=False, scale=False, training=True)


def renormalized():
    tf.layers.batch_normalization(
        inputs(), training=True, renorm=True, renorm_clipping={"rmax": 3.0, "rmin": 0.3, "dmax": 5.0})
    tf.layers.batch_normalization(inputs(), renorm=True)


def virtual_batches():
    tf.layers.batch_normalization(inputs(), training=True, virtual_batch_size=2)
    tf.layers.batch_normalization(inputs((8, 5, 6, 3)), virtual_batch_size=2)


def adjusted():
    def adjustment(shape):
        return tf.random_uniform(shape, 0.9, 1.1, seed=1), tf.random_uniform(shape, -0.1, 0.1, seed=2)

    tf.layers.batch_normalization(inputs(), training=True, adjustment=adjustment)
    tf.layers.batch_normalization(inputs(), adjustment=adjustment)


def steps(count, batch=None):
    return [tf.placeholder(tf.float32, (batch, 4), name=f"x{index}") for index in range(count)]


def static_nets():
    tf.nn.static_rnn(RNN.BasicRNNCell(3), steps(2), dtype=tf.float32, scope="a")
    tf.nn.static_rnn(RNN.BasicLSTMCell(3), steps(2), dtype=tf.float32, scope="b")
    tf.nn.static_rnn(RNN.GRUCell(3), steps(2, 5), dtype=tf.float32, scope="c")
    tf.nn.static_rnn(
        RNN.LSTMCell(3, use_peepholes=True, num_proj=2, cell_clip=1.0, proj_clip=0.5), steps(2), dtype=tf.float32,
        scope="d")


def static_stack():
    tf.nn.static_rnn(RNN.MultiRNNCell([RNN.BasicRNNCell(3), RNN.GRUCell(2)]), steps(2), dtype=tf.float32)


def static_bidirectional():
    tf.nn.static_bidirectional_rnn(RNN.BasicRNNCell(3), RNN.GRUCell(2), steps(2), dtype=tf.float32)


def dropout_wrapper():
    cell = RNN.DropoutWrapper(
        RNN.BasicLSTMCell(3), input_keep_prob=0.5, output_keep_prob=0.75, state_keep_prob=0.9, seed=7)
    tf.nn.static_rnn(RNN.MultiRNNCell([cell]), steps(2), dtype=tf.float32)


def flag():
    return tf.placeholder_with_default(False, (), name="training")


def switched_dropout():
    tf.layers.dropout(inputs(), 0.3, training=flag(), seed=3)


def switched_batch_norms():
    training = flag()
    tf.layers.batch_normalization(inputs(), training=training)
    tf.layers.batch_normalization(inputs((None, 3, 5, 6)), axis=1, training=training, fused=False)
    tf.layers.batch_normalization(inputs((None, 5, 6, 3)), training=training)


def switched_renorm():
    tf.layers.batch_normalization(inputs(), training=flag(), renorm=True, renorm_clipping={"rmax": tf.constant(3.0)})


def switched_adjustment():
    def adjustment(shape):
        return tf.random_uniform(shape, 0.9, 1.1, seed=1), tf.random_uniform(shape, -0.1, 0.1, seed=2)

    tf.layers.batch_normalization(inputs(), training=flag(), adjustment=adjustment)


def static_lengths():
    lengths = tf.placeholder(tf.int32, (None,), name="lengths")
    tf.nn.static_rnn(RNN.BasicLSTMCell(3), steps(2), dtype=tf.float32, sequence_length=lengths)
    tf.nn.static_bidirectional_rnn(
        RNN.BasicRNNCell(3), RNN.GRUCell(2), steps(2, 5), dtype=tf.float32, sequence_length=lengths)


def sequences(batch=None):
    return tf.placeholder(tf.float32, (batch, 5, 4), name="X")


def dynamic_nets():
    tf.nn.dynamic_rnn(RNN.BasicLSTMCell(3), sequences(), dtype=tf.float32)
    tf.nn.dynamic_rnn(RNN.BasicRNNCell(3), sequences(2), dtype=tf.float32, scope="known")
    tf.nn.dynamic_rnn(
        RNN.MultiRNNCell([RNN.GRUCell(3), RNN.BasicRNNCell(2)]), sequences(), dtype=tf.float32, time_major=True,
        scope="stack")


def dynamic_lengths():
    lengths = tf.placeholder(tf.int32, (None,), name="lengths")
    tf.nn.bidirectional_dynamic_rnn(
        RNN.BasicLSTMCell(3), RNN.GRUCell(2), sequences(), dtype=tf.float32, sequence_length=lengths)


PROGRAMS = {
    program.__name__: program
    for program in (
        dense_layers, dropout_layers, max_norm_regularizer, constrained_training, constraints, embedding_lookups,
        batch_norms, fused_batch_norms, renormalized, virtual_batches, adjusted, static_nets, static_stack, static_bidirectional,
        dropout_wrapper, switched_dropout, switched_batch_norms, switched_renorm, switched_adjustment, static_lengths,
        dynamic_nets, dynamic_lengths)
}
