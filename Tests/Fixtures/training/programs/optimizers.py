"""Each optimizer, on the perceptron."""

from tensorflow_1 import tf

from . import program
from .perceptron import perceptron


@program
def gradient_descent():
    return perceptron(tf.train.GradientDescentOptimizer(0.1))


@program
def momentum():
    return perceptron(tf.train.MomentumOptimizer(0.05, 0.9))


@program
def nesterov_momentum():
    return perceptron(tf.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True))


@program
def adagrad():
    return perceptron(tf.train.AdagradOptimizer(0.1))


@program
def adadelta():
    return perceptron(tf.train.AdadeltaOptimizer(1.0, rho=0.9, epsilon=1e-6))


@program
def rmsprop():
    return perceptron(tf.train.RMSPropOptimizer(0.003))


@program
def rmsprop_with_momentum():
    return perceptron(tf.train.RMSPropOptimizer(0.001, decay=0.95, momentum=0.8, epsilon=1e-6))


@program
def centered_rmsprop():
    return perceptron(tf.train.RMSPropOptimizer(0.003, epsilon=1e-4, centered=True))


@program
def adam():
    return perceptron(tf.train.AdamOptimizer(0.01))


@program
def ftrl():
    return perceptron(tf.train.FtrlOptimizer(0.1))


@program
def regularized_ftrl():
    return perceptron(
        tf.train.FtrlOptimizer(
            0.1, l1_regularization_strength=0.001, l2_regularization_strength=0.01,
            l2_shrinkage_regularization_strength=0.02))


@program
def proximal_gradient_descent():
    return perceptron(
        tf.train.ProximalGradientDescentOptimizer(
            0.1, l1_regularization_strength=0.001, l2_regularization_strength=0.01))


@program
def proximal_adagrad():
    return perceptron(
        tf.train.ProximalAdagradOptimizer(0.1, l1_regularization_strength=0.001, l2_regularization_strength=0.01))
