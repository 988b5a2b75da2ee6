"""Each loss of `tf.losses`, with weights and reductions, on the perceptron."""

from tensorflow_1 import tf

from . import program
from .perceptron import perceptron

Reduction = tf.losses.Reduction


def with_loss(loss_function, rate=0.1, hot=True):
    """`loss_function` is given one-hot labels (or the digits) and the logits; everything in the collection is minimized."""

    def loss(y, logits):
        loss_function(tf.one_hot(y, 10) if hot else y, logits)
        return tf.losses.get_total_loss()

    return perceptron(tf.train.GradientDescentOptimizer(rate), activation=tf.nn.tanh, loss_function=loss)


@program
def mean_squared_error():
    return with_loss(lambda y, z: tf.losses.mean_squared_error(y, z))


@program
def weighted_mean_squared_error():
    # Half of the digits count nothing.
    return with_loss(
        lambda y, z: tf.losses.mean_squared_error(y, z, weights=tf.reduce_sum(y[:, :5], 1, keepdims=True)))


@program
def absolute_difference():
    return with_loss(lambda y, z: tf.losses.absolute_difference(y, z, weights=2.0, reduction=Reduction.MEAN))


@program
def huber_loss():
    return with_loss(
        lambda y, z: tf.losses.huber_loss(y, z, delta=0.3, reduction=Reduction.SUM_OVER_BATCH_SIZE))


@program
def hinge_loss():
    return with_loss(lambda y, z: tf.losses.hinge_loss(y, z))


@program
def log_loss():
    return with_loss(lambda y, z: tf.losses.log_loss(y, tf.nn.sigmoid(z)))


@program
def cosine_distance():
    return with_loss(lambda y, z: tf.losses.cosine_distance(y, tf.nn.l2_normalize(z, 1), axis=1))


@program
def sigmoid_cross_entropy():
    return with_loss(lambda y, z: tf.losses.sigmoid_cross_entropy(y, z, label_smoothing=0.1))


@program
def softmax_cross_entropy():
    return with_loss(lambda y, z: tf.losses.softmax_cross_entropy(y, z, label_smoothing=0.1))


@program
def sparse_softmax_cross_entropy():
    return with_loss(
        lambda y, z: tf.losses.sparse_softmax_cross_entropy(y, z, weights=0.02, reduction=Reduction.SUM), hot=False)


@program
def several_losses():
    def losses(y, z):
        tf.losses.mean_squared_error(y, z)
        tf.losses.sigmoid_cross_entropy(y, z, weights=0.5)

    return with_loss(losses)
