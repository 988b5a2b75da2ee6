#include "../include/adjoint_elementwise.h"
#include "../vector/isa_select.h"
#include "../vector/vector_types.h"
#include <math.h>

#pragma STDC FP_CONTRACT OFF
// Loops with calls, or with early exits in their expressions, stay scalar: that is no news.
#pragma clang diagnostic ignored "-Wpass-failed"

#define ISA_SOURCE "../elementwise/binary_float_kernels.h"
#include "../vector/for_each_isa.h"

// Integers are computed with the instruction set's baseline alone: they are indices and counts, not the bulk.
#define ISA portable
#include "binary_integer_kernels.h"
#undef ISA

bool adjoint_binary_supports(adjoint_binary function, adjoint_type type) {
    if (type == ADJOINT_FLOAT32 || type == ADJOINT_FLOAT64) return true;
    return type >= ADJOINT_INT8 && type <= ADJOINT_UINT64 && function != ADJOINT_ATAN2 &&
           function != ADJOINT_DIVIDE_NO_NAN;
}

bool adjoint_comparison_supports(adjoint_comparison function, adjoint_type type) {
    if (type == ADJOINT_BOOL)
        return function == ADJOINT_LOGICAL_AND || function == ADJOINT_LOGICAL_OR || function == ADJOINT_EQUAL ||
               function == ADJOINT_NOT_EQUAL;
    return function <= ADJOINT_GREATER_EQUAL && type != ADJOINT_FLOAT16 && type != ADJOINT_BFLOAT16 &&
           type < ADJOINT_TYPE_COUNT;
}

#define DISPATCH(isa, table, type)                                                                                     \
    switch (type) {                                                                                                    \
    case ADJOINT_INT8: return table##_i8_portable[function](left, right, target, walk);                                \
    case ADJOINT_UINT8: return table##_u8_portable[function](left, right, target, walk);                               \
    case ADJOINT_INT16: return table##_i16_portable[function](left, right, target, walk);                              \
    case ADJOINT_UINT16: return table##_u16_portable[function](left, right, target, walk);                             \
    case ADJOINT_INT32: return table##_i32_portable[function](left, right, target, walk);                              \
    case ADJOINT_UINT32: return table##_u32_portable[function](left, right, target, walk);                             \
    case ADJOINT_INT64: return table##_i64_portable[function](left, right, target, walk);                              \
    case ADJOINT_UINT64: return table##_u64_portable[function](left, right, target, walk);                             \
    case ADJOINT_FLOAT32: return ADJOINT_SELECT_ISA(isa, table##_f32)[function](left, right, target, walk);            \
    case ADJOINT_FLOAT64: return ADJOINT_SELECT_ISA(isa, table##_f64)[function](left, right, target, walk);            \
    default: __builtin_trap();                                                                                         \
    }

adjoint_arithmetic_fault adjoint_binary_apply(adjoint_vector_isa isa, adjoint_binary function, adjoint_type type,
                                              const void *left, const void *right, void *target,
                                              const adjoint_binary_walk *walk) {
    DISPATCH(isa, binary_functions, type)
}

static adjoint_arithmetic_fault compare(adjoint_vector_isa isa, adjoint_comparison function, adjoint_type type,
                                        const void *left, const void *right, void *target,
                                        const adjoint_binary_walk *walk) {
    DISPATCH(isa, comparison_functions, type)
}

/// Booleans are bytes that hold 0 or 1.
static void compare_booleans(adjoint_comparison function, const uint8_t *left, const uint8_t *right, uint8_t *target,
                             const adjoint_binary_walk *walk) {
    for (size_t row = 0; row < walk->rows; row++) {
        const uint8_t *x = left + (ptrdiff_t)row * walk->left_row_stride;
        const uint8_t *y = right + (ptrdiff_t)row * walk->right_row_stride;
        uint8_t *z = target + row * walk->columns;
        for (size_t i = 0; i < walk->columns; i++) {
            uint8_t a = x[walk->left_step ? i : 0], b = y[walk->right_step ? i : 0];
            switch (function) {
            case ADJOINT_LOGICAL_AND: z[i] = a & b; break;
            case ADJOINT_LOGICAL_OR: z[i] = a | b; break;
            case ADJOINT_EQUAL: z[i] = a == b; break;
            case ADJOINT_NOT_EQUAL: z[i] = a != b; break;
            default: __builtin_trap();
            }
        }
    }
}

void adjoint_comparison_apply(adjoint_vector_isa isa, adjoint_comparison function, adjoint_type type, const void *left,
                              const void *right, uint8_t *target, const adjoint_binary_walk *walk) {
    if (type == ADJOINT_BOOL) compare_booleans(function, left, right, target, walk);
    else compare(isa, function, type, left, right, target, walk);
}

typedef struct sixteen_bytes {
    uint64_t low, high;
} sixteen_bytes;

#define SELECT(T)                                                                                                      \
    do {                                                                                                               \
        const T *x = left, *y = right;                                                                                 \
        T *z = target;                                                                                                 \
        if (condition_step && left_step && right_step) {                                                               \
            ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) z[i] = condition[i] ? x[i] : y[i];                    \
        } else if (!condition_step && left_step && right_step) {                                                       \
            memmove(z, condition[0] ? x : y, count * sizeof(T));                                                       \
        } else {                                                                                                       \
            for (size_t i = 0; i < count; i++)                                                                         \
                z[i] = condition[condition_step ? i : 0] ? x[left_step ? i : 0] : y[right_step ? i : 0];               \
        }                                                                                                              \
    } while (0)

void adjoint_select_run(size_t element_size, const uint8_t *condition, const void *left, const void *right,
                        void *target, size_t count, int condition_step, int left_step, int right_step) {
    switch (element_size) {
    case 1: SELECT(uint8_t); break;
    case 2: SELECT(uint16_t); break;
    case 4: SELECT(uint32_t); break;
    case 8: SELECT(uint64_t); break;
    case 16: SELECT(sixteen_bytes); break;
    default: __builtin_trap();
    }
}
