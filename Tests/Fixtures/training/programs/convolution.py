"""Convolutional networks."""

from tensorflow_1 import tf

from . import Program, program
from .layers import cross_entropy, glorot


@program
def lenet():
    """Two convolutions with max pooling, two dense layers, Adam."""
    x = tf.placeholder(tf.float32, [None, 14, 14, 1], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    h = tf.layers.conv2d(
        x, 6, 5, padding="same", activation=tf.nn.relu, kernel_initializer=glorot(1), name="conv1")
    h = tf.layers.max_pooling2d(h, 2, 2, name="pool1")
    h = tf.layers.conv2d(h, 16, 5, activation=tf.nn.relu, kernel_initializer=glorot(2), name="conv2")
    h = tf.layers.max_pooling2d(h, 2, 2, name="pool2")
    h = tf.layers.dense(
        tf.layers.flatten(h), 32, activation=tf.nn.relu, kernel_initializer=glorot(3), name="hidden1")
    loss = cross_entropy(y, tf.layers.dense(h, 10, kernel_initializer=glorot(4), name="outputs"))
    return Program(loss, tf.train.AdamOptimizer(0.001).minimize(loss))


@program
def convolution_kinds():
    """Strides, dilation, separable and transposed convolutions, average pooling, sequences."""
    x = tf.placeholder(tf.float32, [None, 14, 14, 1], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    h = tf.layers.conv2d(
        x, 4, (3, 2), strides=(2, 1), padding="same", activation=tf.nn.tanh, kernel_initializer=glorot(1))
    h = tf.layers.conv2d(h, 6, 3, dilation_rate=2, use_bias=False, kernel_initializer=glorot(2))
    h = tf.layers.conv2d_transpose(
        h, 3, 3, strides=2, padding="same", activation=tf.nn.elu, kernel_initializer=glorot(3))
    h = tf.layers.separable_conv2d(
        h, 5, 3, depth_multiplier=2, activation=tf.nn.tanh, depthwise_initializer=glorot(4),
        pointwise_initializer=glorot(5))
    h = tf.layers.average_pooling2d(h, 2, (1, 2), padding="same")
    h = tf.layers.conv1d(
        tf.reshape(h, [-1, 36, 5]), 4, 3, strides=2, activation=tf.nn.tanh, kernel_initializer=glorot(6))
    h = tf.layers.max_pooling1d(h, 2, 2)
    h = tf.layers.dense(tf.layers.flatten(h), 10, kernel_initializer=glorot(7), name="outputs")
    loss = cross_entropy(y, h)
    return Program(loss, tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss))
