"""TensorFlow 1 programs whose graphs Adjoint builds too, name for name. Each function builds into the default graph."""

import layer_programs
from tensorflow_1 import tf


def mlp(hidden=(300, 100), learning_rate=0.01, kernels=None):
    """A multilayer perceptron on 28 × 28 images with plain gradient descent, as everybody wrote it.

    `kernels`, one array per layer, replaces the default initial weights.
    """

    def initializer(layer):
        return None if kernels is None else tf.constant_initializer(kernels[layer])

    x = tf.placeholder(tf.float32, shape=(None, 784), name="X")
    y = tf.placeholder(tf.int32, shape=(None,), name="y")
    with tf.name_scope("dnn"):
        h = x
        for layer, size in enumerate(hidden):
            h = tf.layers.dense(
                h, size, activation=tf.nn.relu, kernel_initializer=initializer(layer), name=f"hidden{layer + 1}")
        logits = tf.layers.dense(h, 10, kernel_initializer=initializer(len(hidden)), name="outputs")
    with tf.name_scope("loss"):
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(losses, name="loss")
    with tf.name_scope("train"):
        train = tf.train.GradientDescentOptimizer(learning_rate).minimize(loss)
    with tf.name_scope("eval"):
        accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(logits, y, 1), tf.float32))
    init = tf.global_variables_initializer()
    saver = tf.train.Saver()
    return dict(x=x, y=y, logits=logits, loss=loss, train=train, accuracy=accuracy, init=init, saver=saver)


def lenet(learning_rate=0.001):
    """A convolutional network on 28 × 28 images with Adam."""
    x = tf.placeholder(tf.float32, shape=(None, 28, 28, 1), name="X")
    y = tf.placeholder(tf.int32, shape=(None,), name="y")
    with tf.name_scope("cnn"):
        h = tf.layers.conv2d(x, 6, 5, padding="same", activation=tf.nn.relu, name="conv1")
        h = tf.layers.max_pooling2d(h, 2, 2, name="pool1")
        h = tf.layers.conv2d(h, 16, 5, activation=tf.nn.relu, name="conv2")
        h = tf.layers.max_pooling2d(h, 2, 2, name="pool2")
        h = tf.layers.dense(tf.layers.flatten(h), 120, activation=tf.nn.relu, name="hidden1")
        logits = tf.layers.dense(h, 10, name="outputs")
    with tf.name_scope("loss"):
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(losses, name="loss")
    with tf.name_scope("train"):
        tf.train.AdamOptimizer(learning_rate).minimize(loss)
    tf.global_variables_initializer()


def convolutional_layers():
    """One of every convolutional and pooling layer."""
    images = tf.placeholder(tf.float32, shape=(None, 9, 8, 3), name="images")
    sequences = tf.placeholder(tf.float32, shape=(None, 9, 3), name="sequences")
    first = tf.placeholder(tf.float32, shape=(None, 3, 9, 8), name="first")
    tf.layers.conv2d(images, 4, (3, 2), strides=(2, 1), activation=tf.nn.relu)
    tf.layers.conv2d(images, 4, 3, padding="same", use_bias=False)
    tf.layers.conv2d(first, 4, 3, data_format="channels_first")
    tf.layers.conv1d(sequences, 4, 3, strides=2, padding="same", activation=tf.nn.elu)
    tf.layers.max_pooling2d(images, 2, 2)
    tf.layers.average_pooling2d(images, (3, 2), 1, padding="same")
    tf.layers.max_pooling1d(sequences, 2, 2)
    tf.layers.average_pooling1d(sequences, 3, 1, padding="same")
    tf.layers.conv2d(images, 4, 3, dilation_rate=2, padding="same")
    tf.layers.conv2d(images, 4, 3, dilation_rate=(2, 3))
    tf.layers.conv2d_transpose(images, 4, 3, strides=2, padding="same")
    tf.layers.conv2d_transpose(images, 4, 3, strides=2)
    tf.layers.separable_conv2d(images, 4, 3, depth_multiplier=2, activation=tf.nn.relu)


def variable_scopes():
    """Sharing by scope: nested, reused, re-entered and uniquely named variable scopes."""
    with tf.variable_scope("a") as a:
        tf.get_variable("w", [2])
        tf.constant(1, name="k")
        with tf.variable_scope("b"):
            tf.get_variable("w", [2])
            tf.constant(1, name="k")
    with tf.variable_scope("a", reuse=True):
        tf.identity(tf.get_variable("w", [2]), name="reused")
    with tf.variable_scope(a, reuse=True):
        tf.identity(tf.get_variable("w", [2]), name="reused")
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
        tf.get_variable("w", [2])
        tf.get_variable("z", [2], initializer=tf.zeros_initializer())
    for _ in range(2):
        with tf.variable_scope(None, "layer"):
            tf.get_variable("w", [2])
            tf.constant(1, name="k")
    with tf.name_scope("ns"):
        tf.get_variable("w", [2])
        with tf.variable_scope("a"):
            tf.constant(1, name="k")


def unique_names():
    """Names that collide, also in nothing but case, and scopes entered again."""
    for name in ("c", "c", "C", "c_1", "c_1", "C_2", "c"):
        tf.constant(1, name=name)
    with tf.name_scope("s") as scope:
        tf.constant(1, name="c")
    with tf.name_scope("s"):
        tf.constant(1, name="c")
    with tf.name_scope(scope):
        tf.constant(1, name="c")
    with tf.name_scope("S"):
        tf.constant(1, name="c")
    tf.constant(1, name="s")


def initializers():
    """One 4 × 3 variable per initializer, named after it."""
    kinds = {
        "zeros": tf.zeros_initializer(),
        "ones": tf.ones_initializer(),
        "constant": tf.constant_initializer(0.5),
        "normal": tf.random_normal_initializer(0.0, 0.02, seed=1),
        "truncated_normal": tf.truncated_normal_initializer(0.0, 0.1, seed=2),
        "uniform": tf.random_uniform_initializer(-1.0, 1.0, seed=3),
        "glorot_uniform": tf.glorot_uniform_initializer(seed=4),
        "glorot_normal": tf.glorot_normal_initializer(seed=5),
        "he_normal": tf.initializers.he_normal(seed=6),
        "he_uniform": tf.initializers.he_uniform(seed=7),
        "lecun_normal": tf.initializers.lecun_normal(seed=8),
        "lecun_uniform": tf.initializers.lecun_uniform(seed=9),
        "orthogonal": tf.orthogonal_initializer(seed=10),
    }
    for mode in ("fan_in", "fan_out", "fan_avg"):
        for distribution in ("truncated_normal", "untruncated_normal", "uniform"):
            kinds[f"{mode}_{distribution}"] = tf.variance_scaling_initializer(2.0, mode, distribution, seed=11)
    for name, initializer in kinds.items():
        tf.get_variable(name, [4, 3], initializer=initializer)
    tf.get_variable("orthogonal_wide", [3, 5], initializer=tf.orthogonal_initializer(gain=1.1, seed=12))
    tf.get_variable("zeros_large", [40, 30], initializer=tf.zeros_initializer())
    tf.global_variables_initializer()


PROGRAMS = {
    program.__name__: program
    for program in (mlp, lenet, convolutional_layers, variable_scopes, unique_names, initializers)
}
PROGRAMS.update(layer_programs.PROGRAMS)
