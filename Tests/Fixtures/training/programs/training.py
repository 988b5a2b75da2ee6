"""What is done with gradients and weights beside the step: clipping, decay, averages, parts of the variables."""

from tensorflow_1 import tf

from . import program
from .perceptron import perceptron


def with_gradients(change, optimizer=None):
    """Changes the gradients before they are applied."""
    optimizer = optimizer or tf.train.MomentumOptimizer(0.1, 0.9)

    def minimize(loss):
        gradients, variables = zip(*optimizer.compute_gradients(loss))
        return optimizer.apply_gradients(zip(change(gradients), variables))

    return perceptron(minimize)


@program
def clipping_by_value():
    return with_gradients(lambda gradients: [tf.clip_by_value(g, -0.005, 0.004) for g in gradients])


@program
def clipping_by_norm():
    return with_gradients(lambda gradients: [tf.clip_by_norm(g, 0.05) for g in gradients])


@program
def clipping_by_norm_along_axes():
    return with_gradients(lambda gradients: [tf.clip_by_norm(g, 0.01, axes=[0]) for g in gradients])


@program
def clipping_by_global_norm():
    return with_gradients(lambda gradients: tf.clip_by_global_norm(gradients, 0.1)[0])


@program
def adam_with_weight_decay():
    """Decoupled weight decay as tf.contrib.opt.AdamWOptimizer does it, the decay after the gradient."""

    class AdamW(tf.train.AdamOptimizer):
        def _apply_dense(self, gradient, variable):
            with tf.control_dependencies([gradient]):
                decay = variable.assign_sub(0.002 * variable)
            with tf.control_dependencies([decay]):
                return super()._apply_dense(gradient, variable)

    return perceptron(AdamW(0.01, name="AdamW"))


@program
def averaged_weights():
    average = tf.train.ExponentialMovingAverage(0.9)

    def minimize(loss):
        train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
        with tf.control_dependencies([train]):
            return average.apply(tf.trainable_variables())

    return perceptron(minimize)


@program
def averaged_weights_by_count():
    """With the count of steps the averages move faster at first; the loss has one too, which starts from zero."""

    def minimize(loss):
        step = tf.train.get_or_create_global_step()
        train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, global_step=step)
        averages = tf.train.ExponentialMovingAverage(0.99, num_updates=step, zero_debias=True)
        with tf.control_dependencies([train]):
            weights = averages.apply(tf.trainable_variables())
        losses = tf.train.ExponentialMovingAverage(0.9, zero_debias=True, name="average").apply([loss])
        return tf.group(weights, losses, name="step")

    return perceptron(minimize)


@program
def trained_head():
    """Only the last layer is updated, and only it has slots."""

    def minimize(loss):
        head = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="outputs")
        return tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss, var_list=head)

    return perceptron(minimize)
