#pragma once
#include "adjoint_types.h"

/// Reductions, in the order of `ReductionFunction` in Swift.
typedef enum adjoint_reduction {
    ADJOINT_SUM = 0,
    ADJOINT_MEAN,
    ADJOINT_PRODUCT,
    ADJOINT_REDUCE_MAXIMUM,
    ADJOINT_REDUCE_MINIMUM,
    ADJOINT_ANY,
    ADJOINT_ALL,
    ADJOINT_HALF_SUM_OF_SQUARES,
    ADJOINT_REDUCTION_COUNT
} adjoint_reduction;

/// The elements that one output is made of, apart from its innermost run: nested loops, outermost first, with extents
/// and element strides.
typedef struct adjoint_walk {
    int rank;
    size_t extents[8];
    ptrdiff_t strides[8];
} adjoint_walk;

/// `target[r]` for `rows` outputs whose sources start `row_stride` elements apart; each reduces `walk` times a
/// contiguous run of `count` elements. `divisor` is what a mean divides by.
void adjoint_reduce_rows(adjoint_vector_isa isa, adjoint_reduction function, adjoint_type type, const void *source,
                         void *target, size_t rows, ptrdiff_t row_stride, const adjoint_walk *walk, size_t count,
                         double divisor);
/// `target[c]` for `columns` adjacent outputs; each reduces `walk`, whose sources are adjacent too.
void adjoint_reduce_columns(adjoint_vector_isa isa, adjoint_reduction function, adjoint_type type, const void *source,
                            void *target, size_t columns, const adjoint_walk *walk, double divisor);
bool adjoint_reduction_supports(adjoint_reduction function, adjoint_type type);
/// One part of a long contiguous sum, product or half sum of squares of float or double, in double.
double adjoint_reduce_part(adjoint_vector_isa isa, adjoint_reduction function, adjoint_type type, const void *source,
                           size_t count);

/// Index of the largest (or smallest) of `count` elements `stride` apart, the first on ties.
void adjoint_arg_extreme(adjoint_type type, bool largest, const void *source, int64_t *target, size_t rows,
                         ptrdiff_t row_stride, size_t count, ptrdiff_t stride);
/// Running sum or product of `count` elements `stride` apart.
void adjoint_cumulate(adjoint_type type, bool product, bool exclusive, bool reverse, const void *source, void *target,
                      size_t count, ptrdiff_t stride);
