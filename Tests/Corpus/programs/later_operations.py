"""Half precision, tables, strings, volumes, crops, decoders and sparse tensors, by TensorFlow's public functions."""

import numpy as np
import tensorflow.compat.v1 as tf
from live import Program

from programs import program
from programs.operations import cases, uniform


@program
def half_precision_training():
    x = tf.placeholder(tf.float16, [4, 6, 6, 2])
    y = tf.placeholder(tf.int32, [4])
    filters = tf.get_variable("filters", [3, 3, 2, 4], tf.float16, tf.random_normal_initializer(0, 0.3, seed=1))
    hidden = tf.nn.max_pool(tf.nn.relu(tf.nn.conv2d(x, filters, [1, 1, 1, 1], "SAME")), [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
    weights = tf.get_variable("weights", [36, 3], tf.float16, tf.random_normal_initializer(0, 0.3, seed=2))
    logits = tf.matmul(tf.reshape(hidden, [4, 36]), weights) + tf.get_variable("biases", [3], tf.float16)
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=tf.cast(logits, tf.float32))
    loss = tf.reduce_mean(losses)
    step = tf.train.MomentumOptimizer(tf.constant(0.125, tf.float16), 0.5).minimize(loss)
    return Program(
        feeds={x: uniform(4, 6, 6, 2).astype(np.float16), y: np.array([0, 2, 1, 1], np.int32)},
        fetches=[tf.cast(tf.round(tf.cast(loss, tf.float32) * 50), tf.int32)], target=step, repeat=2)


@program
def integer_products():
    def build(a, b):
        yield tf.matmul(a, b)
        yield tf.matmul(tf.cast(a, tf.int64), tf.cast(b, tf.int64))
        yield tf.tensordot(a, b, 1)

    return cases({"a": np.arange(6, dtype=np.int32).reshape(2, 3), "b": np.arange(12, dtype=np.int32).reshape(3, 4)}, build)


@program
def vocabularies():
    words = tf.constant([["a", "x", "c"], ["b", "b", "a"]])
    table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a", "b", "c"], tf.constant([2, 0, 1], tf.int64)), -1)
    back = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(tf.constant([0, 1, 2], tf.int64), ["b", "c", "a"]), "?")
    indices = table.lookup(words)
    embeddings = tf.get_variable("embeddings", [3, 4], initializer=tf.random_normal_initializer(seed=1))
    known = tf.nn.embedding_lookup(embeddings, tf.maximum(indices, 0))
    return Program(
        fetches=[indices, known, back.lookup(indices), table.size()], target=tf.tables_initializer())


@program
def text():
    words = tf.constant(["Ab c", "d,e f", "ghi"])
    split = tf.string_split(words, " ,")
    numbers = tf.string_to_number(tf.constant(["1.5", " -2 "]))
    return Program(
        fetches=[
            split.indices, split.values, split.dense_shape, numbers, tf.sparse_tensor_to_dense(split, ""),
            tf.strings.lower(words), tf.strings.regex_replace(words, "[a-c]", "<\\0>"), tf.strings.substr(words, 1, 2),
            tf.string_to_hash_bucket_fast(words, 1000), tf.as_string(numbers, 3), tf.reduce_join(words, 0, separator="|"),
            tf.strings.length(words), tf.decode_raw(tf.constant("abcd"), tf.uint8), tf.strings.join([words, words], "-"),
        ], is_list_of_cases=True)


@program
def volumes():
    def build(x, f):
        convolved = tf.nn.conv3d(x, f, [1, 1, 2, 1, 1], "SAME")
        pooled = tf.nn.max_pool3d(convolved, [1, 2, 2, 2, 1], [1, 2, 2, 2, 1], "SAME")
        averaged = tf.nn.avg_pool3d(convolved, [1, 2, 2, 2, 1], [1, 1, 1, 1, 1], "VALID")
        yield convolved
        yield from tf.gradients(tf.square(pooled), [x, f])
        yield from tf.gradients(tf.square(averaged), [x, f])
        yield tf.nn.conv3d_transpose(convolved, f, [2, 4, 6, 5, 2], [1, 1, 2, 1, 1])

    return cases({"x": uniform(2, 4, 6, 5, 2), "f": uniform(2, 3, 2, 2, 3)}, build)


@program
def boxes_and_sizes():
    def build(x, boxes):
        crops = tf.image.crop_and_resize(x, boxes, [0, 1, 1], [3, 4])
        yield crops
        yield from tf.gradients(tf.square(crops), [x, boxes])
        bicubic = tf.image.resize_bicubic(x, [7, 5])
        yield bicubic
        yield from tf.gradients(tf.square(bicubic), x)
        yield tf.image.resize_area(x, [3, 4])
        patches = tf.extract_image_patches(x, [1, 2, 3, 1], [1, 2, 1, 1], [1, 1, 1, 1], "SAME")
        yield patches
        yield from tf.gradients(tf.square(patches), x)
        yield tf.image.non_max_suppression(boxes, [0.5, 0.9, 0.3], 2)
        yield tf.image.adjust_contrast(x, 1.5)

    return cases({"x": uniform(2, 5, 6, 3), "boxes": np.sort(uniform(3, 2, 2), 1).reshape(3, 4)}, build)


@program
def decoded_sequences():
    def build(x):
        (greedy,), score = tf.nn.ctc_greedy_decoder(x, [6, 4])
        (beam,), scores = tf.nn.ctc_beam_search_decoder(x, [6, 4], 10, 1, False)
        truth = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([1, 2, 0], tf.int64), [2, 2])
        yield from [greedy.indices, greedy.values, score, beam.indices, beam.values, scores]
        yield tf.edit_distance(beam, truth)

    return cases({"x": 3 * uniform(6, 2, 5)}, build)


@program
def sparse_embeddings():
    def build(weights):
        ids = tf.SparseTensor([[0, 0], [0, 1], [2, 0], [3, 1]], tf.constant([1, 3, 0, 4], tf.int64), [4, 3])
        filled, was_empty = tf.sparse_fill_empty_rows(ids, 2)
        reshaped = tf.sparse_reshape(ids, [2, -1])
        yield from [filled.indices, filled.values, was_empty, reshaped.indices, reshaped.dense_shape]
        for combiner in ["sum", "mean", "sqrtn"]:
            looked = tf.nn.embedding_lookup_sparse(weights, filled, None, combiner=combiner)
            yield looked
        safe = tf.nn.safe_embedding_lookup_sparse(weights, ids)
        yield safe
        sparse = tf.SparseTensor(ids.indices, weights[0, :4], ids.dense_shape)
        summed = tf.sparse_reduce_sum(sparse, 1)
        yield summed
        yield from tf.gradients(tf.square(summed), weights)
        yield tf.sparse_softmax(sparse).values
        yield tf.sparse_add(sparse, weights[:4, :3])
        sliced = tf.sparse_slice(sparse, [0, 0], [3, 2])
        yield from [sliced.indices, sliced.values]
        joined = tf.sparse_concat(1, [sparse, sparse])
        yield from [joined.indices, joined.values, joined.dense_shape]

    return cases({"weights": uniform(5, 4)}, build)


@program
def distributions():
    seeds = dict(seed=1, seed2=2)
    return Program(
        fetches=[
            tf.raw_ops.RandomGamma(shape=[3], alpha=[0.5, 2.0], **seeds), tf.random_poisson([1.0, 20.0], [3], seed=1),
            tf.raw_ops.StatelessRandomUniform(shape=[3, 2], seed=[1, 2]),
            tf.raw_ops.StatelessRandomNormal(shape=[3, 2], seed=[1, 2]),
            tf.raw_ops.StatelessTruncatedNormal(shape=[3, 2], seed=[1, 2]),
        ], is_list_of_cases=True)


@program
def images_in_summaries():
    x = tf.placeholder(tf.float32, [2, 3, 4, 1])
    tf.summary.image("images", x)
    merged = tf.summary.merge_all()
    return Program(
        feeds={x: uniform(2, 3, 4, 1)},
        # The files may be compressed in many ways; what they show is compared elsewhere.
        fetches=[tf.cast(tf.strings.length(merged) > 100, tf.int32)])


@program
def distinct_elements():
    def build(x):
        yield from tf.unique_with_counts(x)
        yield tf.histogram_fixed_width(tf.cast(x, tf.float32), [0.0, 9.0], 4)
        yield tf.unique(x)[0]

    return cases({"x": np.array([3, 7, 3, 1, 7, 3], np.int32)}, build)


@program
def decompositions():
    def build(x):
        positive = tf.matmul(x, x, transpose_b=True) + 2 * tf.eye(4)
        values = tf.self_adjoint_eigvals(positive)
        yield values
        yield from tf.gradients(tf.square(values), x)
        sign, logarithm = tf.linalg.slogdet(positive)
        yield from [sign, logarithm]
        yield from tf.gradients(logarithm, x)
        yield tf.svd(x, compute_uv=False)

    return cases({"x": uniform(4, 4)}, build)
