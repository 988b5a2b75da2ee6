"""Sparse gradients: a classifier that looks up a vector for every part of an image, trained by each optimizer."""

from tensorflow_1 import tf

from . import Program, program


def embedding_classifier(optimizer, clip=None):
    """Each of 49 parts of an image has a brightness from 0 to 3; part and brightness together are a word of 196. The
    vectors of an image's words are averaged. The table is looked up twice, the second time for the digits."""
    x = tf.placeholder(tf.float32, [None, 196], name="X")
    y = tf.placeholder(tf.int32, [None], name="y")
    parts = tf.reduce_mean(tf.reshape(x, [-1, 49, 4]), axis=2)
    words = tf.cast(tf.floor(parts * 3.99), tf.int32) + tf.range(49) * 4
    table = tf.get_variable("table", [206, 6], initializer=tf.random_uniform_initializer(-0.5, 0.5, seed=1))
    bias = tf.get_variable("bias", [10], initializer=tf.zeros_initializer())
    mean = tf.reduce_mean(tf.nn.embedding_lookup(table, words), axis=1)
    digits = tf.nn.embedding_lookup(table, tf.range(196, 206))
    logits = tf.matmul(mean, digits, transpose_b=True) * 4.0 + bias
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits), name="loss")
    with tf.name_scope("train"):
        if clip is None:
            train = optimizer.minimize(loss)
        else:
            gradients, variables = zip(*optimizer.compute_gradients(loss))
            clipped, _ = tf.clip_by_global_norm(gradients, clip)
            train = optimizer.apply_gradients(zip(clipped, variables))
    return Program(loss, train)


@program
def embeddings_gradient_descent():
    return embedding_classifier(tf.train.GradientDescentOptimizer(0.5))


@program
def embeddings_momentum():
    return embedding_classifier(tf.train.MomentumOptimizer(0.1, 0.9))


@program
def embeddings_adagrad():
    return embedding_classifier(tf.train.AdagradOptimizer(0.2))


@program
def embeddings_adadelta():
    return embedding_classifier(tf.train.AdadeltaOptimizer(1.0, rho=0.9, epsilon=1e-4))


@program
def embeddings_rmsprop():
    return embedding_classifier(tf.train.RMSPropOptimizer(0.003, momentum=0.5, epsilon=1e-6))


@program
def embeddings_centered_rmsprop():
    return embedding_classifier(tf.train.RMSPropOptimizer(0.003, epsilon=1e-4, centered=True))


@program
def embeddings_adam():
    return embedding_classifier(tf.train.AdamOptimizer(0.01))


@program
def embeddings_ftrl():
    return embedding_classifier(
        tf.train.FtrlOptimizer(0.2, l1_regularization_strength=0.0001, l2_shrinkage_regularization_strength=0.001))


@program
def embeddings_clipped():
    return embedding_classifier(tf.train.MomentumOptimizer(0.2, 0.9), clip=0.1)


@program
def embeddings_proximal_gradient_descent():
    return embedding_classifier(
        tf.train.ProximalGradientDescentOptimizer(0.5, l1_regularization_strength=0.0001))


@program
def embeddings_proximal_adagrad():
    return embedding_classifier(tf.train.ProximalAdagradOptimizer(0.2, l2_regularization_strength=0.001))
