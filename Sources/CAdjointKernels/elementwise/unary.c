#include "../include/adjoint_elementwise.h"
#include "../vector/isa_select.h"
#include "../vector/vector_types.h"
#include <math.h>

#pragma STDC FP_CONTRACT OFF

#define ISA_SOURCE "../elementwise/unary_kernels.h"
#include "../vector/for_each_isa.h"

// Integers: negate, absolute, sign, square, relu and relu6; arithmetic wraps.
#define INTEGER_UNARY(T, U)                                                                                            \
    static void unary_##T(adjoint_unary function, const T *x, T *y, size_t count) {                                    \
        switch (function) {                                                                                            \
        case ADJOINT_NEGATE:                                                                                           \
            ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) y[i] = (T)(0 - (U)x[i]);                              \
            break;                                                                                                     \
        case ADJOINT_ABSOLUTE:                                                                                         \
            ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : (T)(0 - (U)x[i]);            \
            break;                                                                                                     \
        case ADJOINT_SIGN:                                                                                             \
            ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) y[i] = (T)((x[i] > 0) - (x[i] != 0 && !(x[i] > 0)));  \
            break;                                                                                                     \
        case ADJOINT_SQUARE:                                                                                           \
            ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) y[i] = (T)((U)x[i] * (U)x[i]);                        \
            break;                                                                                                     \
        case ADJOINT_RELU:                                                                                             \
            ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : 0;                           \
            break;                                                                                                     \
        case ADJOINT_RELU6:                                                                                            \
            ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) y[i] = x[i] > 6 ? 6 : x[i] > 0 ? x[i] : 0;            \
            break;                                                                                                     \
        default:                                                                                                       \
            __builtin_trap();                                                                                          \
        }                                                                                                              \
    }

INTEGER_UNARY(int8_t, uint32_t)
INTEGER_UNARY(uint8_t, uint32_t)
INTEGER_UNARY(int16_t, uint32_t)
INTEGER_UNARY(uint16_t, uint32_t)
INTEGER_UNARY(int32_t, uint32_t)
INTEGER_UNARY(uint32_t, uint32_t)
INTEGER_UNARY(int64_t, uint64_t)
INTEGER_UNARY(uint64_t, uint64_t)

bool adjoint_unary_supports(adjoint_unary function, adjoint_type type) {
    if (type == ADJOINT_FLOAT32 || type == ADJOINT_FLOAT64) return true;
    if (type < ADJOINT_INT8 || type > ADJOINT_UINT64) return false;
    switch (function) {
    case ADJOINT_NEGATE:
    case ADJOINT_ABSOLUTE:
    case ADJOINT_SIGN:
    case ADJOINT_SQUARE:
    case ADJOINT_RELU:
    case ADJOINT_RELU6:
        return true;
    default:
        return false;
    }
}

void adjoint_unary_apply(adjoint_vector_isa isa, adjoint_unary function, adjoint_type type, const void *source,
                         void *target, size_t count, double alpha) {
    switch (type) {
    case ADJOINT_FLOAT32:
        ADJOINT_SELECT_ISA(isa, unary_functions_f32)[function](source, target, count, alpha);
        break;
    case ADJOINT_FLOAT64:
        ADJOINT_SELECT_ISA(isa, unary_functions_f64)[function](source, target, count, alpha);
        break;
    case ADJOINT_INT8: unary_int8_t(function, source, target, count); break;
    case ADJOINT_UINT8: unary_uint8_t(function, source, target, count); break;
    case ADJOINT_INT16: unary_int16_t(function, source, target, count); break;
    case ADJOINT_UINT16: unary_uint16_t(function, source, target, count); break;
    case ADJOINT_INT32: unary_int32_t(function, source, target, count); break;
    case ADJOINT_UINT32: unary_uint32_t(function, source, target, count); break;
    case ADJOINT_INT64: unary_int64_t(function, source, target, count); break;
    case ADJOINT_UINT64: unary_uint64_t(function, source, target, count); break;
    default: __builtin_trap();
    }
}

void adjoint_unary_gradient_apply(adjoint_vector_isa isa, adjoint_unary_gradient function, adjoint_type type,
                                  const void *gradient, const void *value, void *target, size_t count, double alpha) {
    if (type == ADJOINT_FLOAT32)
        ADJOINT_SELECT_ISA(isa, gradient_functions_f32)[function](gradient, value, target, count, alpha);
    else if (type == ADJOINT_FLOAT64)
        ADJOINT_SELECT_ISA(isa, gradient_functions_f64)[function](gradient, value, target, count, alpha);
    else
        __builtin_trap();
}

#define PREDICATE(T)                                                                                                   \
    static void predicate_##T(adjoint_predicate function, const T *x, uint8_t *y, size_t count) {                      \
        const T largest = sizeof(T) == 4 ? (T)__FLT_MAX__ : (T)__DBL_MAX__;                                            \
        switch (function) {                                                                                            \
        case ADJOINT_IS_NAN:                                                                                           \
            for (size_t i = 0; i < count; i++) y[i] = x[i] != x[i];                                                    \
            break;                                                                                                     \
        case ADJOINT_IS_INFINITE:                                                                                      \
            for (size_t i = 0; i < count; i++) y[i] = (x[i] > largest) | (x[i] < -largest);                            \
            break;                                                                                                     \
        case ADJOINT_IS_FINITE:                                                                                        \
            for (size_t i = 0; i < count; i++) y[i] = (x[i] <= largest) & (x[i] >= -largest);                          \
            break;                                                                                                     \
        default:                                                                                                       \
            __builtin_trap();                                                                                          \
        }                                                                                                              \
    }

PREDICATE(float)
PREDICATE(double)

void adjoint_predicate_apply(adjoint_predicate function, adjoint_type type, const void *source, uint8_t *target,
                             size_t count) {
    if (type == ADJOINT_FLOAT32) predicate_float(function, source, target, count);
    else if (type == ADJOINT_FLOAT64) predicate_double(function, source, target, count);
    else __builtin_trap();
}

void adjoint_logical_not(const uint8_t *source, uint8_t *target, size_t count) {
    ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) target[i] = source[i] == 0;
}
