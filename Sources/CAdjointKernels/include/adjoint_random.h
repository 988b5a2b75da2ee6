#pragma once
#include "adjoint_types.h"

/// Distributions that give `count` numbers of a Philox stream, in the order of `RandomDistribution` in Swift.
typedef enum adjoint_distribution {
    ADJOINT_UNIFORM = 0,
    ADJOINT_NORMAL,
    ADJOINT_TRUNCATED_NORMAL
} adjoint_distribution;

/// A position in a Philox 4x32-10 stream: the 64-bit key and the 128-bit block counter, least significant word first.
typedef struct adjoint_philox {
    uint32_t key[2];
    uint32_t counter[4];
} adjoint_philox;

void adjoint_philox_skip(adjoint_philox *stream, uint64_t blocks);
/// Raw output: blocks of four words.
void adjoint_philox_blocks(adjoint_vector_isa isa, adjoint_philox stream, uint32_t *words, size_t blocks);
/// Elements `first ..< first + count` of what the distribution gives at `stream`, into `target[0...]`.
/// `first` is a multiple of the group size (4 floats or 2 doubles).
void adjoint_random_fill(adjoint_vector_isa isa, adjoint_distribution distribution, adjoint_type type,
                         adjoint_philox stream, void *target, size_t first, size_t count);
/// Integers from `low` with `range` values (0 means all of them), as TensorFlow's RandomUniformInt.
void adjoint_random_fill_integers(adjoint_vector_isa isa, adjoint_type type, adjoint_philox stream, void *target,
                                  size_t first, size_t count, int64_t low, uint64_t range);
