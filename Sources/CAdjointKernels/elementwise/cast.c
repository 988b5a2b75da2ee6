#include "../include/adjoint_elementwise.h"
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// IEEE half precision and bfloat16 are storage formats: they are widened to float (which is exact) and rounded from
// float to nearest even.
typedef struct half { uint16_t bits; } half;
typedef struct brain { uint16_t bits; } brain;

static float bits_to_float(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t float_to_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float widen_half(half x) {
    uint32_t sign = (uint32_t)(x.bits & 0x8000) << 16, rest = x.bits & 0x7fff;
    if (rest >= 0x7c00) return bits_to_float(sign | 0x7f800000 | (rest & 0x3ff) << 13);
    // The exponent is rebiased by a multiplication, which normalizes subnormals on the way.
    return bits_to_float(sign | float_to_bits(bits_to_float(rest << 13) * 0x1p112f));
}

static half narrow_half(float x) {
    uint32_t bits = float_to_bits(x), sign = bits >> 16 & 0x8000, rest = bits & 0x7fffffff;
    if (rest > 0x7f800000) return (half){(uint16_t)(sign | 0x7e00)};
    if (rest >= 0x477ff000) return (half){(uint16_t)(sign | 0x7c00)};
    // Subnormal halves: adding 0.5 aligns the value to units of 2^-24, rounding to nearest even.
    if (rest < 0x38800000)
        return (half){(uint16_t)(sign | (float_to_bits(bits_to_float(rest) + 0.5f) - 0x3f000000))};
    return (half){(uint16_t)(sign | (rest - 0x38000000 + 0xfff + (rest >> 13 & 1)) >> 13)};
}

static float widen_brain(brain x) { return bits_to_float((uint32_t)x.bits << 16); }

static brain narrow_brain(float x) {
    uint32_t bits = float_to_bits(x);
    if ((bits & 0x7fffffff) > 0x7f800000) return (brain){(uint16_t)(bits >> 16 | 0x40)};
    return (brain){(uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
}

/// A double rounded to float such that a second rounding to 16 bits gives the directly rounded result (round to odd).
static float round_to_odd(double x) {
    float y = (float)x;
    if (x != x || (double)y == x) return y;
    uint32_t bits = float_to_bits(y);
    int away = (y < 0 ? -(double)y : (double)y) > (x < 0 ? -x : x);
    if (away) bits -= 1;
    return bits_to_float(bits | 1);
}

#define SAME(x) (x)
#define FLOAT_TO(T, low, high)                                                                                         \
    static inline T saturate_##T(double x) {                                                                           \
        if (!(x > low)) return x != x ? 0 : (T)low;                                                                    \
        return x >= high ? (T)(high - 1) : (T)x;                                                                       \
    }
// `high` is the first power of two beyond the type. For 64 bits `high - 1` is not a double, so those stand below.
FLOAT_TO(int8_t, -0x1p7, 0x1p7)
FLOAT_TO(uint8_t, 0.0, 0x1p8)
FLOAT_TO(int16_t, -0x1p15, 0x1p15)
FLOAT_TO(uint16_t, 0.0, 0x1p16)
FLOAT_TO(int32_t, -0x1p31, 0x1p31)
FLOAT_TO(uint32_t, 0.0, 0x1p32)

static inline int64_t saturate_int64_t(double x) {
    if (!(x > -0x1p63)) return x != x ? 0 : INT64_MIN;
    return x >= 0x1p63 ? INT64_MAX : (int64_t)x;
}

static inline uint64_t saturate_uint64_t(double x) {
    if (!(x > 0)) return 0;
    return x >= 0x1p64 ? UINT64_MAX : (uint64_t)x;
}

#define LOOP(S, D, expression)                                                                                         \
    {                                                                                                                  \
        const S *from = source;                                                                                        \
        D *to = target;                                                                                                \
        for (size_t i = 0; i < count; i++) {                                                                           \
            S x = from[i];                                                                                             \
            to[i] = (expression);                                                                                      \
        }                                                                                                              \
        return;                                                                                                        \
    }

#define CAST_FROM_INTEGER(S)                                                                                           \
    static void cast_##S(adjoint_type type, const void *source, void *target, size_t count) {                          \
        switch (type) {                                                                                                \
        case ADJOINT_BOOL: LOOP(S, uint8_t, x != 0)                                                                    \
        case ADJOINT_INT8: LOOP(S, int8_t, (int8_t)x)                                                                  \
        case ADJOINT_UINT8: LOOP(S, uint8_t, (uint8_t)x)                                                               \
        case ADJOINT_INT16: LOOP(S, int16_t, (int16_t)x)                                                               \
        case ADJOINT_UINT16: LOOP(S, uint16_t, (uint16_t)x)                                                            \
        case ADJOINT_INT32: LOOP(S, int32_t, (int32_t)x)                                                               \
        case ADJOINT_UINT32: LOOP(S, uint32_t, (uint32_t)x)                                                            \
        case ADJOINT_INT64: LOOP(S, int64_t, (int64_t)x)                                                               \
        case ADJOINT_UINT64: LOOP(S, uint64_t, (uint64_t)x)                                                            \
        case ADJOINT_FLOAT16: LOOP(S, half, narrow_half((float)x))                                                     \
        case ADJOINT_BFLOAT16: LOOP(S, brain, narrow_brain((float)x))                                                  \
        case ADJOINT_FLOAT32: LOOP(S, float, (float)x)                                                                 \
        case ADJOINT_FLOAT64: LOOP(S, double, (double)x)                                                               \
        default: __builtin_trap();                                                                                     \
        }                                                                                                              \
    }

// `value` widens an element to a type in which it can be computed with; `narrow` prepares it for 16 bits.
#define CAST_FROM_FLOAT(S, value, narrow)                                                                              \
    static void cast_##S(adjoint_type type, const void *source, void *target, size_t count) {                          \
        switch (type) {                                                                                                \
        case ADJOINT_BOOL: LOOP(S, uint8_t, value(x) != 0)                                                             \
        case ADJOINT_INT8: LOOP(S, int8_t, saturate_int8_t(value(x)))                                                  \
        case ADJOINT_UINT8: LOOP(S, uint8_t, saturate_uint8_t(value(x)))                                               \
        case ADJOINT_INT16: LOOP(S, int16_t, saturate_int16_t(value(x)))                                               \
        case ADJOINT_UINT16: LOOP(S, uint16_t, saturate_uint16_t(value(x)))                                            \
        case ADJOINT_INT32: LOOP(S, int32_t, saturate_int32_t(value(x)))                                               \
        case ADJOINT_UINT32: LOOP(S, uint32_t, saturate_uint32_t(value(x)))                                            \
        case ADJOINT_INT64: LOOP(S, int64_t, saturate_int64_t(value(x)))                                               \
        case ADJOINT_UINT64: LOOP(S, uint64_t, saturate_uint64_t(value(x)))                                            \
        case ADJOINT_FLOAT16: LOOP(S, half, narrow_half(narrow(value(x))))                                             \
        case ADJOINT_BFLOAT16: LOOP(S, brain, narrow_brain(narrow(value(x))))                                          \
        case ADJOINT_FLOAT32: LOOP(S, float, (float)value(x))                                                          \
        case ADJOINT_FLOAT64: LOOP(S, double, (double)value(x))                                                        \
        default: __builtin_trap();                                                                                     \
        }                                                                                                              \
    }

CAST_FROM_INTEGER(int8_t)
CAST_FROM_INTEGER(uint8_t)
CAST_FROM_INTEGER(int16_t)
CAST_FROM_INTEGER(uint16_t)
CAST_FROM_INTEGER(int32_t)
CAST_FROM_INTEGER(uint32_t)
CAST_FROM_INTEGER(int64_t)
CAST_FROM_INTEGER(uint64_t)
CAST_FROM_FLOAT(float, SAME, SAME)
CAST_FROM_FLOAT(double, SAME, round_to_odd)
CAST_FROM_FLOAT(half, widen_half, SAME)
CAST_FROM_FLOAT(brain, widen_brain, SAME)

void adjoint_cast(adjoint_type source_type, adjoint_type target_type, const void *source, void *target, size_t count) {
    switch (source_type) {
    case ADJOINT_BOOL:
    case ADJOINT_UINT8: cast_uint8_t(target_type, source, target, count); break;
    case ADJOINT_INT8: cast_int8_t(target_type, source, target, count); break;
    case ADJOINT_INT16: cast_int16_t(target_type, source, target, count); break;
    case ADJOINT_UINT16: cast_uint16_t(target_type, source, target, count); break;
    case ADJOINT_INT32: cast_int32_t(target_type, source, target, count); break;
    case ADJOINT_UINT32: cast_uint32_t(target_type, source, target, count); break;
    case ADJOINT_INT64: cast_int64_t(target_type, source, target, count); break;
    case ADJOINT_UINT64: cast_uint64_t(target_type, source, target, count); break;
    case ADJOINT_FLOAT16: cast_half(target_type, source, target, count); break;
    case ADJOINT_BFLOAT16: cast_brain(target_type, source, target, count); break;
    case ADJOINT_FLOAT32: cast_float(target_type, source, target, count); break;
    case ADJOINT_FLOAT64: cast_double(target_type, source, target, count); break;
    default: __builtin_trap();
    }
}
