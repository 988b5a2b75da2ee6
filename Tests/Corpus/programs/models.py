"""Networks as people built them with TensorFlow 1: one program for each kind."""

import numpy as np
import tensorflow.compat.v1 as tf
from live import Program

from programs import program


def numbers(seed, *shape):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def trained(loss, optimizer=None, feeds=None, fetches=(), **options):
    train = (optimizer or tf.train.AdamOptimizer(0.01)).minimize(loss)
    return Program(
        feeds=feeds or {}, fetches=[loss, *fetches] + [v.read_value() for v in tf.trainable_variables()], target=train,
        repeat=2, warm_up=1, **options)


@program
def perceptron_with_batch_normalization():
    x, y = tf.placeholder(tf.float32, [None, 20], "X"), tf.placeholder(tf.int64, [None], "y")
    training = tf.placeholder_with_default(False, [], "training")
    hidden = tf.layers.dense(x, 16, name="hidden1", kernel_initializer=tf.variance_scaling_initializer(seed=3))
    hidden = tf.nn.elu(tf.layers.batch_normalization(hidden, training=training, momentum=0.9))
    logits = tf.layers.dense(hidden, 5, name="outputs", kernel_initializer=tf.glorot_uniform_initializer(seed=4))
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True).minimize(loss)
    accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(logits, y, 1), tf.float32))
    return Program(
        feeds={x: numbers(1, 12, 20), y: np.arange(12) % 5, training: True},
        fetches=[loss, accuracy] + [v.read_value() for v in tf.global_variables()], target=train, repeat=3, warm_up=1)


@program
def clipped_gradients_and_moving_averages():
    x, y = tf.placeholder(tf.float32, [None, 6]), tf.placeholder(tf.float32, [None, 2])
    w = tf.get_variable("w", initializer=numbers(2, 6, 2))
    b = tf.get_variable("b", initializer=np.zeros(2, np.float32))
    loss = tf.losses.mean_squared_error(y, tf.tanh(tf.nn.xw_plus_b(x, w, b))) + 0.01 * tf.nn.l2_loss(w)
    step = tf.train.get_or_create_global_step()
    rate = tf.train.exponential_decay(0.1, step, 2, 0.9, staircase=True)
    optimizer = tf.train.AdamOptimizer(rate)
    gradients, variables = zip(*optimizer.compute_gradients(loss))
    gradients, norm = tf.clip_by_global_norm(gradients, 0.1)
    apply = optimizer.apply_gradients(zip(gradients, variables), global_step=step)
    average = tf.train.ExponentialMovingAverage(0.9, step)
    with tf.control_dependencies([apply]):
        train = average.apply([w, b])
    return Program(
        feeds={x: numbers(3, 8, 6), y: numbers(4, 8, 2)}, fetches=[loss, norm, rate, average.average(w), w, b],
        target=train, repeat=3, warm_up=2)


@program
def gradients_clipped_one_by_one():
    x, y = tf.placeholder(tf.float32, [None, 6]), tf.placeholder(tf.float32, [None, 1])
    prediction = tf.layers.dense(tf.layers.dense(x, 8, tf.nn.relu, name="h"), 1, name="o")
    loss = tf.reduce_mean(tf.square(prediction - y))
    optimizer = tf.train.RMSPropOptimizer(0.01, decay=0.95, momentum=0.5, centered=True)
    pairs = [(tf.clip_by_value(g, -0.05, 0.05), v) for g, v in optimizer.compute_gradients(loss)]
    train = optimizer.apply_gradients(pairs)
    return Program(
        feeds={x: numbers(3, 8, 6), y: numbers(4, 8, 1)},
        fetches=[loss] + [v.read_value() for v in tf.global_variables()], target=train, repeat=2, warm_up=2)


@program
def deep_q_network():
    state, next_state = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 4])
    action, reward = tf.placeholder(tf.int32, [None]), tf.placeholder(tf.float32, [None])

    def network(x, name):
        with tf.variable_scope(name):
            return tf.layers.dense(tf.layers.dense(x, 10, tf.nn.relu, name="l1"), 2, name="l2")

    value = network(state, "eval")
    target = network(next_state, "target")
    wanted = tf.stop_gradient(reward + 0.9 * tf.reduce_max(target, axis=1))
    indices = tf.stack([tf.range(tf.shape(action)[0], dtype=tf.int32), action], axis=1)
    chosen = tf.gather_nd(value, indices)
    loss = tf.reduce_mean(tf.squared_difference(wanted, chosen))
    copy = tf.group(*[
        tf.assign(t, e) for t, e in zip(
            tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, "target"),
            tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, "eval"))
    ])
    train = tf.train.RMSPropOptimizer(0.01).minimize(loss)
    with tf.control_dependencies([train]):
        both = tf.group(copy)
    return Program(
        feeds={
            state: numbers(1, 6, 4), next_state: numbers(2, 6, 4), action: [0, 1, 1, 0, 1, 0], reward: numbers(3, 6)
        }, fetches=[loss, value, target], target=train, repeat=2, warm_up=1)


@program
def policy_gradient():
    x = tf.placeholder(tf.float32, [None, 4])
    actions, rewards = tf.placeholder(tf.int32, [None]), tf.placeholder(tf.float32, [None])
    logits = tf.layers.dense(tf.layers.dense(x, 10, tf.tanh), 3)
    probabilities = tf.nn.softmax(logits)
    cross = tf.reduce_sum(-tf.log(probabilities) * tf.one_hot(actions, 3), axis=1)
    return trained(
        tf.reduce_mean(cross * rewards), feeds={x: numbers(1, 5, 4), actions: [0, 2, 1, 1, 0], rewards: numbers(2, 5)},
        fetches=[probabilities])


@program
def autoencoder():
    x = tf.placeholder(tf.float32, [None, 12])
    code = tf.layers.dense(x, 4, tf.nn.sigmoid, kernel_regularizer=tf.keras.regularizers.l2(0.01))
    output = tf.layers.dense(code, 12)
    loss = tf.reduce_mean(tf.pow(x - output, 2)) + tf.add_n(tf.losses.get_regularization_losses())
    return trained(loss, feeds={x: numbers(1, 7, 12)}, fetches=[code])


@program
def variational_autoencoder():
    x, noise = tf.placeholder(tf.float32, [None, 12]), tf.placeholder(tf.float32, [None, 3])
    hidden = tf.layers.dense(x, 8, tf.nn.softplus)
    mean, gamma = tf.layers.dense(hidden, 3), tf.layers.dense(hidden, 3)
    code = mean + tf.exp(0.5 * gamma) * noise
    logits = tf.layers.dense(tf.layers.dense(code, 8, tf.nn.leaky_relu), 12)
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.sigmoid(3 * x), logits=logits)
    latent = 0.5 * tf.reduce_sum(tf.exp(gamma) + tf.square(mean) - 1 - gamma)
    return trained(tf.reduce_sum(entropy) + latent, feeds={x: numbers(1, 5, 12), noise: numbers(2, 5, 3)})


@program
def adversarial_networks():
    z, x = tf.placeholder(tf.float32, [None, 3]), tf.placeholder(tf.float32, [None, 6])

    def discriminator(x):
        with tf.variable_scope("D", reuse=tf.AUTO_REUSE):
            return tf.layers.dense(tf.layers.dense(x, 8, tf.nn.leaky_relu, name="a"), 1, name="b")

    with tf.variable_scope("G"):
        fake = tf.layers.dense(tf.layers.dense(z, 8, tf.nn.relu), 6, tf.tanh)
    real_logits, fake_logits = discriminator(x), discriminator(fake)
    ones, zeros = tf.ones_like(real_logits), tf.zeros_like(fake_logits)
    entropy = tf.nn.sigmoid_cross_entropy_with_logits
    d_loss = tf.reduce_mean(entropy(labels=ones, logits=real_logits) + entropy(labels=zeros, logits=fake_logits))
    g_loss = tf.reduce_mean(entropy(labels=ones, logits=fake_logits))
    variables = tf.trainable_variables()
    d_train = tf.train.AdamOptimizer(0.01, 0.5).minimize(d_loss, var_list=[v for v in variables if v.name[0] == "D"])
    with tf.control_dependencies([d_train]):
        train = tf.train.AdamOptimizer(0.01, 0.5).minimize(
            g_loss, var_list=[v for v in variables if v.name[0] == "G"])
    return Program(
        feeds={z: numbers(1, 4, 3), x: numbers(2, 4, 6)}, fetches=[d_loss, g_loss, fake], target=d_train, repeat=2,
        warm_up=1)


@program
def word_vectors():
    center, context = tf.placeholder(tf.int32, [None]), tf.placeholder(tf.int32, [None, 1])
    embeddings = tf.get_variable("embeddings", initializer=numbers(1, 20, 5))
    weights = tf.get_variable("weights", initializer=numbers(2, 20, 5))
    biases = tf.get_variable("biases", initializer=np.zeros(20, np.float32))
    sampled = (tf.constant([3, 7, 1, 12], tf.int64), tf.fill([4, 1], 0.3), tf.fill([4], 0.2))
    loss = tf.reduce_mean(
        tf.nn.nce_loss(
            weights, biases, context, tf.nn.embedding_lookup(embeddings, center), 4, 20, sampled_values=sampled))
    normalized = embeddings / tf.sqrt(tf.reduce_sum(tf.square(embeddings), 1, keepdims=True))
    similarity = tf.matmul(tf.nn.embedding_lookup(normalized, [1, 2]), normalized, transpose_b=True)
    return trained(
        loss, tf.train.GradientDescentOptimizer(1.0),
        feeds={center: [4, 4, 9, 19], context: [[1], [3], [2], [0]]}, fetches=[similarity])


@program
def sparse_adam_on_embeddings():
    ids = tf.placeholder(tf.int32, [None, 3])
    table = tf.get_variable("table", initializer=numbers(1, 9, 4))
    picked = tf.reduce_mean(tf.nn.embedding_lookup(table, ids), axis=1)
    return trained(tf.reduce_sum(tf.square(picked - 1)), feeds={ids: [[1, 2, 1], [0, 8, 2]]})


@program
def unrolled_lstm():
    x, y = tf.placeholder(tf.float32, [None, 4, 3]), tf.placeholder(tf.float32, [None, 2])
    cell = tf.nn.rnn_cell.LSTMCell(6, use_peepholes=True, forget_bias=1.0)
    outputs, state = tf.nn.static_rnn(cell, tf.unstack(x, axis=1), dtype=tf.float32)
    prediction = tf.layers.dense(outputs[-1], 2)
    return trained(
        tf.losses.mean_squared_error(y, prediction), feeds={x: numbers(1, 5, 4, 3), y: numbers(2, 5, 2)},
        fetches=[state.c])


@program
def dynamic_gru():
    x, y = tf.placeholder(tf.float32, [None, 5, 3]), tf.placeholder(tf.float32, [None, 1])
    length = tf.placeholder(tf.int32, [None])
    cells = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(4), tf.nn.rnn_cell.GRUCell(3)])
    outputs, state = tf.nn.dynamic_rnn(cells, x, sequence_length=length, dtype=tf.float32)
    prediction = tf.layers.dense(state[-1], 1)
    return trained(
        tf.reduce_mean(tf.square(prediction - y)),
        feeds={x: numbers(1, 3, 5, 3), y: numbers(2, 3, 1), length: [5, 2, 4]}, fetches=[outputs])


@program
def character_lstm():
    ids, targets = tf.placeholder(tf.int32, [None, 6]), tf.placeholder(tf.int32, [None, 6])
    inputs = tf.nn.embedding_lookup(tf.get_variable("embedding", initializer=numbers(1, 11, 5)), ids)
    cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(7) for _ in range(2)])
    initial = cell.zero_state(tf.shape(ids)[0], tf.float32)
    outputs, _ = tf.nn.dynamic_rnn(cell, inputs, initial_state=initial)
    logits = tf.layers.dense(tf.reshape(outputs, [-1, 7]), 11)
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.reshape(targets, [-1]), logits=logits))
    variables = tf.trainable_variables()
    gradients, _ = tf.clip_by_global_norm(tf.gradients(loss, variables), 5)
    train = tf.train.AdamOptimizer(0.01).apply_gradients(zip(gradients, variables))
    ids_value = np.random.RandomState(0).randint(0, 11, (3, 6))
    return Program(
        feeds={ids: ids_value, targets: np.roll(ids_value, -1, 1)}, fetches=[loss, tf.nn.softmax(logits), *variables],
        target=train, repeat=2, warm_up=1)


@program
def bidirectional_attention():
    x, y = tf.placeholder(tf.float32, [None, 4, 3]), tf.placeholder(tf.float32, [None, 2])
    (forward, backward), _ = tf.nn.bidirectional_dynamic_rnn(
        tf.nn.rnn_cell.GRUCell(3), tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)
    states = tf.concat([forward, backward], 2)
    weight = tf.get_variable("omega", initializer=numbers(1, 6))
    scores = tf.nn.softmax(tf.tensordot(tf.tanh(states), weight, axes=1))
    summary = tf.reduce_sum(states * tf.expand_dims(scores, -1), 1)
    loss = tf.losses.softmax_cross_entropy(tf.nn.softmax(y), tf.layers.dense(summary, 2))
    return trained(loss, feeds={x: numbers(1, 2, 4, 3), y: numbers(2, 2, 2)}, fetches=[scores])


@program
def convolutional_network():
    x, y = tf.placeholder(tf.float32, [None, 64]), tf.placeholder(tf.float32, [None, 10])
    image = tf.reshape(x, [-1, 8, 8, 1])
    hidden = tf.layers.conv2d(image, 4, 3, padding="same", activation=tf.nn.relu)
    hidden = tf.layers.max_pooling2d(hidden, 2, 2)
    hidden = tf.layers.conv2d(hidden, 6, 3, strides=2, activation=tf.nn.elu)
    hidden = tf.nn.lrn(hidden, 4, bias=1.0, alpha=0.001 / 9.0, beta=0.75)
    logits = tf.layers.dense(tf.layers.flatten(hidden), 10)
    loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(labels=y, logits=logits))
    return trained(loss, feeds={x: numbers(1, 3, 64), y: np.eye(10, dtype=np.float32)[[1, 5, 9]]}, fetches=[logits])


@program
def residual_network():
    x = tf.placeholder(tf.float32, [None, 8, 8, 3])
    training = tf.placeholder_with_default(True, [])
    hidden = x
    for index, filters in enumerate([4, 4]):
        out = tf.layers.conv2d(hidden, filters, 3, padding="same", use_bias=False)
        out = tf.nn.relu(tf.layers.batch_normalization(out, training=training, fused=True))
        hidden = out if index == 0 else out + hidden
    pooled = tf.reduce_mean(hidden, [1, 2])
    loss = tf.reduce_mean(tf.square(tf.layers.dense(pooled, 2)))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.MomentumOptimizer(0.01, 0.9).minimize(loss)
    return Program(
        feeds={x: numbers(1, 3, 8, 8, 3)}, fetches=[loss, pooled] + [v.read_value() for v in tf.global_variables()],
        target=train, repeat=2, warm_up=1)


@program
def image_to_image():
    x = tf.placeholder(tf.float32, [None, 8, 8, 2])
    down = tf.nn.relu(tf.layers.conv2d(x, 3, 3, strides=2, padding="same"))
    up = tf.layers.conv2d_transpose(down, 2, 3, strides=2, padding="same")
    larger = tf.image.resize_nearest_neighbor(down, [8, 8])
    smooth = tf.image.resize_bilinear(down, [8, 8])
    whole = tf.concat([up, larger, smooth, x], 3)
    output = tf.layers.conv2d(whole, 1, 1)
    pooled = tf.nn.avg_pool(output, [1, 2, 2, 1], [1, 2, 2, 1], "VALID")
    return trained(tf.reduce_mean(tf.abs(pooled - 0.5)), feeds={x: numbers(1, 2, 8, 8, 2)}, fetches=[output])


@program
def streaming_metrics():
    labels, predictions = tf.placeholder(tf.int64, [None]), tf.placeholder(tf.int64, [None])
    value, update = tf.metrics.accuracy(labels, predictions)
    mean, mean_update = tf.metrics.mean(tf.cast(predictions, tf.float32))
    counter = tf.get_variable("counter", initializer=0, trainable=False)
    both = tf.group(update, mean_update, tf.assign_add(counter, 1))
    for variable in tf.local_variables():
        tf.add_to_collection(tf.GraphKeys.GLOBAL_VARIABLES, variable)
    return Program(
        feeds={labels: [0, 1, 2, 2], predictions: [0, 1, 1, 2]}, fetches=[value, mean, counter], target=both, repeat=3,
        warm_up=1)


@program
def dropout_with_seeds():
    x = tf.placeholder(tf.float32, [None, 10])
    keep = tf.placeholder_with_default(1.0, [])
    hidden = tf.nn.dropout(tf.layers.dense(x, 8, tf.nn.relu), keep, seed=5)
    noise = tf.random_normal([3], seed=2) + tf.random_uniform([3], seed=3) + tf.truncated_normal([3], seed=4)
    return Program(feeds={x: numbers(1, 4, 10), keep: np.float32(0.6)}, fetches=[hidden, noise])


@program
def loops_and_conditions():
    x, flag = tf.placeholder(tf.float32, [3]), tf.placeholder(tf.bool, [])
    total = tf.while_loop(lambda i, a: i < 5, lambda i, a: (i + 1, a * 1.5 + x), [0, x])[1]
    chosen = tf.cond(flag, lambda: x * 2, lambda: x - 1)
    computed = tf.cond(tf.reduce_sum(x) > 0, lambda: tf.exp(x), lambda: tf.sin(x))
    mapped = tf.map_fn(lambda e: e * e, x)
    scanned = tf.scan(lambda a, e: a + e, x)
    gradient = tf.gradients(total * computed, x)[0]
    return Program(
        feeds={x: [0.5, -1.0, 2.0], flag: False}, fetches=[total, chosen, computed, mapped, scanned, gradient],
        is_list_of_cases=True)


@program
def linear_svm_and_regression():
    x, y = tf.placeholder(tf.float32, [None, 3]), tf.placeholder(tf.float32, [None, 1])
    w = tf.Variable(numbers(1, 3, 1), name="w")
    b = tf.Variable(tf.zeros([1]), name="b")
    margin = tf.maximum(0.0, 1.0 - y * (tf.matmul(x, w) - b))
    loss = tf.reduce_mean(margin) + 0.1 * tf.reduce_sum(tf.square(w))
    normal = tf.matmul(tf.matmul(tf.matrix_inverse(tf.matmul(x, x, transpose_a=True)), x, transpose_b=True), y)
    return trained(
        loss, tf.train.GradientDescentOptimizer(0.1), feeds={x: numbers(1, 9, 3), y: np.sign(numbers(2, 9, 1))},
        fetches=[normal])


@program
def siamese_and_triplets():
    a, b, c = (tf.placeholder(tf.float32, [None, 5]) for _ in range(3))

    def embed(x):
        with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
            return tf.nn.l2_normalize(tf.layers.dense(tf.layers.dense(x, 6, tf.nn.relu, name="1"), 3, name="2"), 1)

    near = tf.reduce_sum(tf.square(embed(a) - embed(b)), 1)
    far = tf.reduce_sum(tf.square(embed(a) - embed(c)), 1)
    loss = tf.reduce_mean(tf.maximum(near - far + 0.5, 0.0))
    return trained(loss, feeds={a: numbers(1, 4, 5), b: numbers(2, 4, 5), c: numbers(3, 4, 5)}, fetches=[near])
