"""Each activation, on the perceptron."""

from tensorflow_1 import tf

from . import PROGRAMS
from .perceptron import perceptron

ACTIVATIONS = {
    "relu": tf.nn.relu,
    "leaky_relu": lambda x: tf.nn.leaky_relu(x, alpha=0.01),
    "maximum": lambda x: tf.maximum(0.01 * x, x),
    "elu": tf.nn.elu,
    "selu": tf.nn.selu,
    "sigmoid": tf.nn.sigmoid,
    "tanh": tf.nn.tanh,
    "softplus": tf.nn.softplus,
    "softsign": tf.nn.softsign,
    "relu6": tf.nn.relu6,
}


def add(name, activation):
    PROGRAMS[f"activation_{name}"] = lambda: perceptron(
        tf.train.GradientDescentOptimizer(0.1), activation=activation)


for _name, _activation in ACTIVATIONS.items():
    add(_name, _activation)
