#include "../include/adjoint_reduce.h"

#pragma STDC FP_CONTRACT OFF

// As TensorFlow: a number is preferred to NaN.
#define ARG_EXTREME(T)                                                                                                 \
    static void arg_extreme_##T(bool largest, const T *source, int64_t *target, size_t rows, ptrdiff_t row_stride,     \
                                size_t count, ptrdiff_t stride) {                                                      \
        for (size_t row = 0; row < rows; row++) {                                                                      \
            const T *x = source + (ptrdiff_t)row * row_stride;                                                         \
            T best = x[0];                                                                                             \
            size_t index = 0;                                                                                          \
            for (size_t i = 1; i < count; i++) {                                                                       \
                T candidate = x[(ptrdiff_t)i * stride];                                                                \
                if ((largest ? candidate > best : candidate < best) || (best != best && candidate == candidate)) {     \
                    best = candidate;                                                                                  \
                    index = i;                                                                                         \
                }                                                                                                      \
            }                                                                                                          \
            target[row] = (int64_t)index;                                                                              \
        }                                                                                                              \
    }

// A sum of T wraps because it is computed in the unsigned type W; for floating point W is T.
#define CUMULATE(T, W)                                                                                                 \
    static void cumulate_##T(bool product, bool exclusive, bool reverse, const T *source, T *target, size_t count,     \
                             ptrdiff_t stride) {                                                                       \
        W running = product ? 1 : 0;                                                                                   \
        for (size_t i = 0; i < count; i++) {                                                                           \
            const ptrdiff_t at = (ptrdiff_t)(reverse ? count - 1 - i : i) * stride;                                    \
            const W x = (W)source[at];                                                                                 \
            const W next = product ? running * x : running + x;                                                        \
            target[at] = (T)(exclusive ? running : next);                                                              \
            running = next;                                                                                            \
        }                                                                                                              \
    }

#define FOR_EACH_TYPE(DO)                                                                                              \
    DO(int8_t, uint32_t)                                                                                               \
    DO(uint8_t, uint32_t)                                                                                              \
    DO(int16_t, uint32_t)                                                                                              \
    DO(uint16_t, uint32_t)                                                                                             \
    DO(int32_t, uint32_t)                                                                                              \
    DO(uint32_t, uint32_t)                                                                                             \
    DO(int64_t, uint64_t)                                                                                              \
    DO(uint64_t, uint64_t)                                                                                             \
    DO(float, float)                                                                                                   \
    DO(double, double)
#define DEFINE(T, W) ARG_EXTREME(T) CUMULATE(T, W)
FOR_EACH_TYPE(DEFINE)

#define DISPATCH(type, name, ...)                                                                                      \
    switch (type) {                                                                                                    \
    case ADJOINT_INT8: name##_int8_t(__VA_ARGS__); break;                                                              \
    case ADJOINT_BOOL:                                                                                                 \
    case ADJOINT_UINT8: name##_uint8_t(__VA_ARGS__); break;                                                            \
    case ADJOINT_INT16: name##_int16_t(__VA_ARGS__); break;                                                            \
    case ADJOINT_UINT16: name##_uint16_t(__VA_ARGS__); break;                                                          \
    case ADJOINT_INT32: name##_int32_t(__VA_ARGS__); break;                                                            \
    case ADJOINT_UINT32: name##_uint32_t(__VA_ARGS__); break;                                                          \
    case ADJOINT_INT64: name##_int64_t(__VA_ARGS__); break;                                                            \
    case ADJOINT_UINT64: name##_uint64_t(__VA_ARGS__); break;                                                          \
    case ADJOINT_FLOAT32: name##_float(__VA_ARGS__); break;                                                            \
    case ADJOINT_FLOAT64: name##_double(__VA_ARGS__); break;                                                           \
    default: __builtin_trap();                                                                                         \
    }

void adjoint_arg_extreme(adjoint_type type, bool largest, const void *source, int64_t *target, size_t rows,
                         ptrdiff_t row_stride, size_t count, ptrdiff_t stride) {
    DISPATCH(type, arg_extreme, largest, source, target, rows, row_stride, count, stride)
}

void adjoint_cumulate(adjoint_type type, bool product, bool exclusive, bool reverse, const void *source, void *target,
                      size_t count, ptrdiff_t stride) {
    DISPATCH(type, cumulate, product, exclusive, reverse, source, target, count, stride)
}
