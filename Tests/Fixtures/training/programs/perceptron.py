"""A small classifier of images, for programs that are about something else."""

from tensorflow_1 import tf

from . import Program


def perceptron(minimize, activation=tf.nn.relu, loss_function=None, hidden=20, regularizer=None):
    """196 pixels → hidden → 10 digits. `minimize` is an optimizer, or a function from the loss to the training op."""
    x = tf.placeholder(tf.float32, [None, 196], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    with tf.name_scope("dnn"):
        layer = tf.layers.dense(
            x, hidden, activation=activation, kernel_initializer=tf.glorot_uniform_initializer(seed=1),
            kernel_regularizer=regularizer, name="hidden1")
        logits = tf.layers.dense(layer, 10, kernel_initializer=tf.glorot_uniform_initializer(seed=2), name="outputs")
    with tf.name_scope("loss"):
        if loss_function is None:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
            loss = tf.reduce_mean(losses, name="loss")
        else:
            loss = loss_function(y, logits)
    with tf.name_scope("train"):
        train = minimize(loss) if callable(minimize) else minimize.minimize(loss)
    return Program(loss, train)
