"""Ops one by one, with the types, attributes and odd cases that graphs of TensorFlow 1 hold."""

import numpy as np
import tensorflow.compat.v1 as tf
from live import Program

from programs import program

RANDOM = np.random.RandomState(7)


def uniform(*shape, low=-1.0, high=1.0, dtype=np.float32):
    return RANDOM.uniform(low, high, shape).astype(dtype)


def cases(inputs, build):
    """Every tensor that `build` returns for placeholders of the inputs, each a case of its own."""
    placeholders = {
        name: tf.placeholder(value.dtype, value.shape, name) for name, value in inputs.items()
    }
    return Program(
        feeds={placeholders[name]: value for name, value in inputs.items()},
        fetches=[tf.identity(value) for value in build(**placeholders)], is_list_of_cases=True)


@program
def special_functions():
    def build(x, p, q, u, d):
        raw = tf.raw_ops
        yield tf.lgamma(p)
        yield tf.digamma(p)
        yield tf.lgamma(d)
        yield tf.igamma(p, q)
        yield tf.igammac(p, q)
        yield tf.zeta(p + 1.5, q)
        yield tf.polygamma(tf.round(q), p)
        yield tf.betainc(p, q, u)
        yield tf.math.xlogy(x, p)
        yield tf.math.xdivy(x, p)
        yield raw.Xlog1py(x=x, y=p)
        yield raw.MulNoNan(x=x, y=p)
        yield raw.Erfinv(x=x * 0.9)
        yield raw.Ndtri(x=u)
        yield from tf.gradients(tf.lgamma(p) + tf.digamma(p), p)
        yield from tf.gradients(tf.math.xlogy(x, p), [x, p])

    return cases(
        {
            "x": uniform(4, 5), "p": uniform(4, 5, low=0.1, high=6), "q": uniform(4, 5, low=0.5, high=4),
            "u": uniform(4, 5, low=0.05, high=0.95), "d": uniform(4, 5, low=0.1, high=60, dtype=np.float64),
        }, build)


@program
def integers():
    def build(a, b, big):
        raw = tf.raw_ops
        yield raw.BitwiseAnd(x=a, y=b)
        yield raw.BitwiseOr(x=a, y=b)
        yield raw.BitwiseXor(x=a, y=b)
        yield raw.LeftShift(x=a, y=b)
        yield raw.RightShift(x=a, y=b)
        yield raw.Invert(x=a)
        yield tf.bincount(tf.reshape(b, [-1]), minlength=3, maxlength=6)
        yield raw.Bincount(arr=b, size=8, weights=tf.cast(a, tf.float32))
        yield raw.Bucketize(input=a, boundaries=[-3, 0, 2])
        yield tf.matmul(a, b, transpose_b=True)
        yield tf.cast(a, tf.float16) * tf.constant(0.5, tf.float16)
        yield tf.cast(tf.cast(a, tf.uint8), tf.int32)
        yield tf.cast(big, tf.int32)
        yield a // b
        yield a % b
        yield tf.pow(b, 3)
        yield tf.reduce_sum(a, 0)
        yield tf.reduce_max(a)
        yield tf.reduce_prod(b, 1)
        yield tf.cast(tf.reduce_mean(tf.cast(a, tf.float64)), tf.float32)
        yield tf.bitcast(a, tf.float32) * 0
        yield tf.math.cumsum(a, axis=1)
        yield tf.squared_difference(a, b)
        yield tf.minimum(a, b) + tf.maximum(a, b) - tf.abs(a) + tf.sign(a) + tf.negative(b)

    return cases(
        {
            "a": RANDOM.randint(-5, 6, (3, 4)).astype(np.int32), "b": RANDOM.randint(1, 6, (3, 4)).astype(np.int32),
            "big": uniform(5, low=-1000, high=1000, dtype=np.float64),
        }, build)


@program
def segments():
    def build(x, sorted_ids, ids):
        for name in ["sum", "mean", "prod", "max", "min"]:
            yield getattr(tf, "segment_" + name)(x, sorted_ids)
        for name in ["sum", "prod", "max", "min"]:
            yield getattr(tf, "unsorted_segment_" + name)(x, ids, 4)
        yield tf.unsorted_segment_mean(x, ids, 4)
        yield tf.unsorted_segment_sqrt_n(x, ids, 4)
        for name in ["sum", "mean", "sqrt_n"]:
            segment = getattr(tf, "sparse_segment_" + name)(x, [0, 2, 2, 4], [0, 0, 1, 3])
            yield segment
            yield from tf.gradients(tf.square(segment), x)
        for function in [tf.segment_mean, tf.segment_max, tf.segment_min]:
            yield from tf.gradients(tf.square(function(x, sorted_ids)), x)
        for function in [tf.unsorted_segment_max, tf.unsorted_segment_sum]:
            yield from tf.gradients(tf.square(function(x, ids, 4)), x)

    return cases(
        {
            "x": uniform(5, 3), "sorted_ids": np.array([0, 0, 1, 3, 3], np.int32),
            "ids": np.array([2, 0, 2, -1, 0], np.int64),
        }, build)


@program
def sparse():
    def build(values, dense, indices):
        raw = tf.raw_ops
        tensor = tf.SparseTensor(indices, values, [4, 3])
        yield tf.sparse_tensor_to_dense(tensor)
        yield tf.sparse_to_dense([[0, 1], [2, 2]], [4, 3], [5.0, 6.0], -1.0)
        yield tf.sparse_to_dense([1, 3], [5], 2)
        for a, b in [(False, False), (True, False), (False, True)]:
            left = tf.sparse_tensor_dense_matmul(tensor, tf.transpose(dense) if b else dense[:4] if a else dense[:3],
                                                 adjoint_a=a, adjoint_b=False)
            yield left
            yield from tf.gradients(tf.square(left), [values, dense])
        for name in ["Mul", "Add", "Div"]:
            yield getattr(raw, "SparseDenseCwise" + name)(
                sp_indices=indices, sp_values=values, sp_shape=tf.constant([4, 3], tf.int64), dense=dense[0, :3])
        embedding = tf.nn.embedding_lookup_sparse(
            dense, tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([1, 3, 2], tf.int64), [2, 2]), None,
            combiner="mean")
        yield embedding
        yield from [tf.convert_to_tensor(g) for g in tf.gradients(tf.square(embedding), dense)]

    return cases(
        {
            "values": uniform(4), "dense": uniform(4, 3, low=0.5),
            "indices": np.array([[0, 1], [1, 0], [1, 2], [3, 1]], np.int64),
        }, build)


@program
def linear_algebra():
    def build(a, b, c):
        positive = tf.matmul(a, a, transpose_b=True) + 2 * tf.eye(3)
        for value, source in [
            (tf.cholesky(positive), a), (tf.matrix_inverse(positive), a), (tf.matrix_determinant(positive), a),
            (tf.matrix_solve(positive, b), b), (tf.matrix_solve(positive, b, adjoint=True), a),
            (tf.matrix_triangular_solve(positive, b), b), (tf.matrix_triangular_solve(positive, b, lower=False), a),
        ]:
            yield value
            yield from tf.gradients(tf.square(value), source)
        yield tf.matrix_set_diag(a, c)
        yield tf.raw_ops.MatrixSetDiag(input=a, diagonal=c)
        yield tf.roll(a, [1, -2], [1, 2])
        yield from tf.gradients(tf.square(tf.roll(a, 1, 1)) * a, a)

    return cases({"a": uniform(2, 3, 3), "b": uniform(2, 3, 2), "c": uniform(2, 3)}, build)


@program
def clipping():
    def build(x):
        clipped = tf.clip_by_value(x, -0.3, 0.5)
        raw = tf.raw_ops.ClipByValue(t=x, clip_value_min=-0.3, clip_value_max=0.5)
        yield clipped
        yield raw
        yield from tf.gradients(tf.square(raw), x)
        yield tf.clip_by_norm(x, 0.5)
        yield tf.clip_by_norm(x, 0.5, axes=[0])
        yield tf.clip_by_average_norm(x, 0.01)
        yield from tf.clip_by_global_norm([x, 2 * x], 1.0)[0]

    return cases({"x": uniform(4, 3)}, build)


@program
def shapes_and_types():
    def build(x, n, flags, half):
        yield tf.shape(x, out_type=tf.int64)
        yield tf.size(x)
        yield tf.rank(x)
        yield tf.reshape(x, tf.stack([n, -1]))
        yield tf.reduce_any(flags, 0)
        yield tf.reduce_all(flags)
        yield tf.logical_xor(flags, tf.logical_not(flags))
        yield tf.where(flags)
        yield tf.where(flags, x, -x)
        yield tf.boolean_mask(x, flags)
        yield tf.tile(x, [2, 1])
        yield tf.reverse(x, [1])
        yield tf.gather(x, [[1, 0], [1, 1]], axis=1)
        yield tf.one_hot(tf.constant([0, 2, -1]), 3, on_value=2.0, off_value=-1.0)
        yield tf.concat([x, x], 1)
        yield tf.stack([x, x], axis=1)
        yield tf.unstack(x, axis=0)[0]
        yield tf.split(x, [1, 2], 1)[1]
        yield tf.pad(x, [[1, 0], [0, 2]], constant_values=3.0)
        yield tf.pad(x, [[1, 1], [1, 1]], mode="REFLECT")
        yield tf.transpose(x)
        yield tf.expand_dims(x, -1) + tf.zeros([1, 1, 2])
        yield tf.squeeze(tf.expand_dims(x, 0), [0])
        yield tf.range(0.0, 1.0, 0.3)
        yield tf.linspace(0.0, 1.0, 4)
        yield tf.fill([2, 3], 7)
        yield tf.cast(flags, tf.float32)
        yield half * 2 + tf.ones([3], tf.float16)
        yield tf.cast(half, tf.float32)
        yield tf.nn.softmax(x)
        yield tf.nn.top_k(x, 2).indices
        yield tf.argmax(x, 1, output_type=tf.int32)
        yield tf.argmin(x, 0)
        yield tf.nn.in_top_k(x, tf.constant([0, 1, 2, 0]), 1)
        yield tf.unique(tf.constant([3, 1, 3, 2]))[1]
        yield tf.dynamic_partition(x, [0, 1, 0, 1], 2)[1]
        yield tf.dynamic_stitch([[0, 2], [1, 3]], [x[:2], x[2:]])
        yield tf.invert_permutation([2, 0, 1])
        yield tf.cumsum(x, 0, exclusive=True, reverse=True)
        yield tf.cumprod(x, 1)
        yield tf.diag([1.0, 2.0])
        yield tf.matrix_band_part(x, 1, 0)
        yield tf.eye(3)
        yield tf.einsum("ij,kj->ik", x, x)
        yield tf.tensordot(x, x, [[0], [0]])
        yield tf.norm(x)
        yield tf.nn.l2_normalize(x, 1)
        yield tf.nn.moments(x, [0])[1]
        yield tf.confusion_matrix([0, 1, 1], [0, 1, 0], 2)
        yield tf.losses.huber_loss(x, 2 * x)
        yield tf.losses.hinge_loss(tf.cast(flags, tf.float32), x)
        yield tf.losses.log_loss(tf.sigmoid(x), tf.sigmoid(2 * x))
        yield tf.losses.cosine_distance(x, 2 * x + 1, axis=1)
        yield tf.losses.absolute_difference(x, 2 * x)
        yield tf.nn.weighted_cross_entropy_with_logits(tf.sigmoid(x), x, 2.0)
        yield tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.sigmoid(x), logits=x)
        yield tf.nn.log_softmax(x)
        yield tf.nn.crelu(x)
        yield tf.nn.selu(x) + tf.nn.elu(x) + tf.nn.softplus(x) + tf.nn.softsign(x) + tf.nn.relu6(x)
        yield tf.nn.leaky_relu(x)
        yield tf.sin(x) + tf.cos(x) + tf.tan(x) + tf.asin(x) + tf.acos(x) + tf.atan(x) + tf.sinh(x) + tf.cosh(x)
        yield tf.erf(x) + tf.erfc(x) + tf.expm1(x) + tf.log1p(x) + tf.rsqrt(x + 2) + tf.ceil(x) + tf.round(x * 3)
        yield tf.accumulate_n([x, x])
        yield tf.stop_gradient(x)
        yield tf.is_nan(x)
        yield tf.scatter_nd([[1], [3]], x[:2], [5, 3])
        yield tf.gather_nd(x, [[0, 1], [2, 2]])
        yield tf.sequence_mask([1, 3], 4)
        yield tf.setdiff1d([1, 2, 3], [2])[0]
        yield tf.math.count_nonzero(x > 0)
        yield tf.meshgrid([1, 2], [3, 4])[0]
        yield tf.quantize_v2(x, -1.0, 1.0, tf.qint8)[1]

    return cases(
        {
            "x": uniform(4, 3), "n": np.int32(6), "flags": uniform(4, 3) > 0,
            "half": uniform(3).astype(np.float16),
        }, build)
