#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The element types kernels know, in the order of `ElementType` in Swift.
typedef enum adjoint_type {
    ADJOINT_BOOL = 0,
    ADJOINT_INT8,
    ADJOINT_UINT8,
    ADJOINT_INT16,
    ADJOINT_UINT16,
    ADJOINT_INT32,
    ADJOINT_UINT32,
    ADJOINT_INT64,
    ADJOINT_UINT64,
    ADJOINT_FLOAT16,
    ADJOINT_BFLOAT16,
    ADJOINT_FLOAT32,
    ADJOINT_FLOAT64,
    ADJOINT_TYPE_COUNT
} adjoint_type;

/// The compiled variants of the vector kernels. On arm64 the portable variant is compiled to NEON, which is part of
/// that architecture's baseline.
typedef enum adjoint_vector_isa {
    ADJOINT_VECTOR_PORTABLE = 0,
    ADJOINT_VECTOR_AVX2,
    ADJOINT_VECTOR_AVX512
} adjoint_vector_isa;
