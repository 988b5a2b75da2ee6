#pragma once
#include "adjoint_types.h"

/// Copies `count` elements, `source_stride` and `target_stride` bytes apart.
void adjoint_copy_run(size_t element_size, const void *source, ptrdiff_t source_stride, void *target,
                      ptrdiff_t target_stride, size_t count);
/// Copies a matrix of elements, in blocks that stay in the nearest cache: element (i, j) lies at
/// i * row + j * column bytes on either side.
void adjoint_copy_matrix(size_t element_size, const void *source, ptrdiff_t source_row, ptrdiff_t source_column,
                         void *target, ptrdiff_t target_row, ptrdiff_t target_column, size_t rows, size_t columns);
