"""Each schedule of the learning rate, on the perceptron with plain gradient descent. The rates themselves are compared, as a
variable that keeps the last one."""

from tensorflow_1 import tf

from . import Program, program
from .perceptron import perceptron


def scheduled(schedule):
    def minimize(loss):
        step = tf.train.get_or_create_global_step()
        rate = schedule(step)
        kept = tf.get_variable("last_rate", [], initializer=tf.zeros_initializer(), trainable=False)
        train = tf.train.GradientDescentOptimizer(rate).minimize(loss, global_step=step)
        # The rate that the step was given, not the next one.
        with tf.control_dependencies([rate]):
            keep = kept.assign(rate)
        with tf.control_dependencies([keep]):
            return tf.group(train, name="step")

    return perceptron(minimize)


@program
def exponential_decay():
    return scheduled(lambda step: tf.train.exponential_decay(0.2, step, 20, 0.7))


@program
def exponential_decay_in_steps():
    return scheduled(lambda step: tf.train.exponential_decay(0.2, step, 20, 0.7, staircase=True))


@program
def piecewise_constant():
    return scheduled(
        lambda step: tf.train.piecewise_constant(step, [10, 40, 70], [0.1, 0.2, 0.05, 0.01]))


@program
def inverse_time_decay():
    return scheduled(lambda step: tf.train.inverse_time_decay(0.2, step, 20, 0.7))


@program
def natural_exponential_decay():
    return scheduled(lambda step: tf.train.natural_exp_decay(0.2, step, 20, 0.7, staircase=True))


@program
def polynomial_decay():
    return scheduled(lambda step: tf.train.polynomial_decay(0.2, step, 60, 0.01, power=2.0))


@program
def cyclic_polynomial_decay():
    return scheduled(lambda step: tf.train.polynomial_decay(0.2, step, 32, 0.01, power=0.5, cycle=True))


@program
def cosine_decay():
    return scheduled(lambda step: tf.train.cosine_decay(0.2, step, 80, alpha=0.1))


@program
def cosine_decay_with_restarts():
    return scheduled(
        lambda step: tf.train.cosine_decay_restarts(0.2, step, 15, t_mul=2.0, m_mul=0.8, alpha=0.05))


@program
def cosine_decay_with_equal_restarts():
    return scheduled(lambda step: tf.train.cosine_decay_restarts(0.2, step, 15, t_mul=1.0))


@program
def linear_cosine_decay():
    return scheduled(lambda step: tf.train.linear_cosine_decay(0.2, step, 80, num_periods=1.5))


@program
def noisy_linear_cosine_decay():
    def schedule(step):
        # TensorFlow gives the noise no seed of its own that would not depend on the number of ops.
        random_normal = tf.random_normal
        from tensorflow.python.ops import random_ops

        original = random_ops.random_normal
        random_ops.random_normal = lambda shape, stddev: random_normal(shape, stddev=stddev, seed=7)
        try:
            return tf.train.noisy_linear_cosine_decay(0.2, step, 80, initial_variance=0.1)
        finally:
            random_ops.random_normal = original

    return scheduled(schedule)


@program
def fed_rate():
    rate = tf.placeholder(tf.float32, [], name="rate")
    built = perceptron(tf.train.MomentumOptimizer(rate, 0.9))
    return built._replace(feeds={rate: lambda step: 0.05 if step < 50 else 0.01})
