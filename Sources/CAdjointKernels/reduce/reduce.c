#include "../include/adjoint_reduce.h"
#include "../vector/isa_select.h"
#include "../vector/vector_types.h"

#pragma STDC FP_CONTRACT OFF

/// Where a walk stands.
typedef struct adjoint_position {
    size_t index[8];
    ptrdiff_t offset;
} adjoint_position;

typedef struct adjoint_reduction_kernels {
    void (*rows)(const void *, void *, size_t, ptrdiff_t, const adjoint_walk *, size_t, double);
    void (*columns)(const void *, void *, size_t, const adjoint_walk *, double);
} adjoint_reduction_kernels;

/// Steps to the next position of the outermost `rank` loops; false when there is none.
ADJOINT_INLINE bool advance(const adjoint_walk *walk, int rank, adjoint_position *position) {
    for (int axis = rank - 1; axis >= 0; axis--) {
        position->offset += walk->strides[axis];
        if (++position->index[axis] < walk->extents[axis]) return true;
        position->offset -= (ptrdiff_t)walk->extents[axis] * walk->strides[axis];
        position->index[axis] = 0;
    }
    return false;
}

ADJOINT_INLINE bool walk_is_empty(const adjoint_walk *walk) {
    for (int axis = 0; axis < walk->rank; axis++)
        if (walk->extents[axis] == 0) return true;
    return false;
}

#define ISA_SOURCE "../reduce/reduce_float_kernels.h"
#include "../vector/for_each_isa.h"

// Integers are computed with the instruction set's baseline alone: they are indices and counts, not the bulk.
#define ISA portable
#include "reduce_integer_kernels.h"
#undef ISA

static const adjoint_reduction_kernels *find(adjoint_vector_isa isa, adjoint_reduction function, adjoint_type type) {
    const adjoint_reduction_kernels *kernels;
    switch (type) {
    case ADJOINT_BOOL: kernels = reduction_kernels_b8_portable; break;
    case ADJOINT_INT8: kernels = reduction_kernels_i8_portable; break;
    case ADJOINT_UINT8: kernels = reduction_kernels_u8_portable; break;
    case ADJOINT_INT16: kernels = reduction_kernels_i16_portable; break;
    case ADJOINT_UINT16: kernels = reduction_kernels_u16_portable; break;
    case ADJOINT_INT32: kernels = reduction_kernels_i32_portable; break;
    case ADJOINT_UINT32: kernels = reduction_kernels_u32_portable; break;
    case ADJOINT_INT64: kernels = reduction_kernels_i64_portable; break;
    case ADJOINT_UINT64: kernels = reduction_kernels_u64_portable; break;
    case ADJOINT_FLOAT32: kernels = ADJOINT_SELECT_ISA(isa, reduction_kernels_f32); break;
    case ADJOINT_FLOAT64: kernels = ADJOINT_SELECT_ISA(isa, reduction_kernels_f64); break;
    default: __builtin_trap();
    }
    return &kernels[function];
}

bool adjoint_reduction_supports(adjoint_reduction function, adjoint_type type) {
    if (type == ADJOINT_FLOAT16 || type == ADJOINT_BFLOAT16 || type >= ADJOINT_TYPE_COUNT) return false;
    return find(ADJOINT_VECTOR_PORTABLE, function, type)->rows != NULL;
}

void adjoint_reduce_rows(adjoint_vector_isa isa, adjoint_reduction function, adjoint_type type, const void *source,
                         void *target, size_t rows, ptrdiff_t row_stride, const adjoint_walk *walk, size_t count,
                         double divisor) {
    find(isa, function, type)->rows(source, target, rows, row_stride, walk, count, divisor);
}

void adjoint_reduce_columns(adjoint_vector_isa isa, adjoint_reduction function, adjoint_type type, const void *source,
                            void *target, size_t columns, const adjoint_walk *walk, double divisor) {
    find(isa, function, type)->columns(source, target, columns, walk, divisor);
}

double adjoint_reduce_part(adjoint_vector_isa isa, adjoint_reduction function, adjoint_type type, const void *source,
                           size_t count) {
    const bool is_float = type == ADJOINT_FLOAT32;
    switch (function) {
    case ADJOINT_SUM:
    case ADJOINT_MEAN:
        return (is_float ? ADJOINT_SELECT_ISA(isa, part_sum_f32) : ADJOINT_SELECT_ISA(isa, part_sum_f64))(source, count);
    case ADJOINT_PRODUCT:
        return (is_float ? ADJOINT_SELECT_ISA(isa, part_product_f32)
                         : ADJOINT_SELECT_ISA(isa, part_product_f64))(source, count);
    case ADJOINT_HALF_SUM_OF_SQUARES:
        return (is_float ? ADJOINT_SELECT_ISA(isa, part_squares_f32)
                         : ADJOINT_SELECT_ISA(isa, part_squares_f64))(source, count);
    default: __builtin_trap();
    }
}
