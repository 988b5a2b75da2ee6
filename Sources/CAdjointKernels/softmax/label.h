#pragma once
#include "../include/adjoint_types.h"

/// The class index at `row` of an array of int32 or int64.
static inline int64_t adjoint_label(adjoint_type type, const void *labels, size_t row) {
    return type == ADJOINT_INT64 ? ((const int64_t *)labels)[row] : ((const int32_t *)labels)[row];
}
