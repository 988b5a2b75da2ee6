#include "../include/adjoint_random.h"
#include "../vector/isa_select.h"
#include "../vector/vector_types.h"
#include <math.h>

#pragma STDC FP_CONTRACT OFF

void adjoint_philox_skip(adjoint_philox *stream, uint64_t blocks) {
    uint64_t low = (uint64_t)stream->counter[1] << 32 | stream->counter[0];
    uint64_t high = (uint64_t)stream->counter[3] << 32 | stream->counter[2];
    low += blocks;
    high += low < blocks;
    stream->counter[0] = (uint32_t)low;
    stream->counter[1] = (uint32_t)(low >> 32);
    stream->counter[2] = (uint32_t)high;
    stream->counter[3] = (uint32_t)(high >> 32);
}

#define FN_F32(name) ADJOINT_JOIN3(name, f32, ISA)
#define FN_F64(name) ADJOINT_JOIN3(name, f64, ISA)
#define ISA_SOURCE "../rng/philox_kernels.h"
#include "../vector/for_each_isa.h"

void adjoint_philox_blocks(adjoint_vector_isa isa, adjoint_philox stream, uint32_t *words, size_t blocks) {
    ADJOINT_SELECT_ISA(isa, blocks)(stream, words, blocks);
}

void adjoint_random_fill(adjoint_vector_isa isa, adjoint_distribution distribution, adjoint_type type,
                         adjoint_philox stream, void *target, size_t first, size_t count) {
    const size_t group = type == ADJOINT_FLOAT32 ? 4 : 2;
    const uint64_t blocks_per_group = distribution == ADJOINT_TRUNCATED_NORMAL ? 64 * group : 1;
    adjoint_philox_skip(&stream, first / group * blocks_per_group);
    if (distribution == ADJOINT_TRUNCATED_NORMAL)
        ADJOINT_SELECT_ISA(isa, fill_truncated)(type, stream, target, count);
    else if (type == ADJOINT_FLOAT32)
        ADJOINT_SELECT_ISA(isa, fill_f32)(distribution, stream, target, count);
    else
        ADJOINT_SELECT_ISA(isa, fill_f64)(distribution, stream, target, count);
}

void adjoint_random_fill_integers(adjoint_vector_isa isa, adjoint_type type, adjoint_philox stream, void *target,
                                  size_t first, size_t count, int64_t low, uint64_t range) {
    const bool is_wide = type == ADJOINT_INT64 || type == ADJOINT_UINT64;
    const size_t group = is_wide ? 2 : 4;
    adjoint_philox_skip(&stream, first / group);
    uint32_t words[64];
    for (size_t i = 0; i < count; i += 16 * group) {
        const size_t wanted = count - i < 16 * group ? count - i : 16 * group;
        adjoint_philox_blocks(isa, stream, words, (wanted + group - 1) / group);
        for (size_t j = 0; j < wanted; j++) {
            if (is_wide) {
                const uint64_t bits = (uint64_t)words[2 * j + 1] << 32 | words[2 * j];
                ((uint64_t *)target)[i + j] = (uint64_t)low + (range == 0 ? bits : bits % range);
            } else {
                const uint32_t bits = words[j], modulus = (uint32_t)range;
                ((uint32_t *)target)[i + j] = (uint32_t)low + (modulus == 0 ? bits : bits % modulus);
            }
        }
        adjoint_philox_skip(&stream, 16);
    }
}
