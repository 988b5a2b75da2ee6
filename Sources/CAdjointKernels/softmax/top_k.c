#include "../include/adjoint_rows.h"
#include "label.h"

#pragma STDC FP_CONTRACT OFF

// The k best of a row are kept in a heap whose root is the worst of them; sorting the heap gives them in descending
// order. Of equal values the one with the lower index is better.
#define TOP_K(T)                                                                                                       \
    static inline bool better_##T(T a, int32_t i, T b, int32_t j) { return a > b || (a == b && i < j); }               \
    static void sift_##T(T *values, int32_t *indices, size_t count, T value, int32_t index) {                          \
        size_t hole = 0;                                                                                               \
        for (size_t child = 1; child < count; child = 2 * hole + 1) {                                                  \
            if (child + 1 < count &&                                                                                   \
                better_##T(values[child], indices[child], values[child + 1], indices[child + 1]))                      \
                child++;                                                                                               \
            if (!better_##T(value, index, values[child], indices[child])) break;                                       \
            values[hole] = values[child];                                                                              \
            indices[hole] = indices[child];                                                                            \
            hole = child;                                                                                              \
        }                                                                                                              \
        values[hole] = value;                                                                                          \
        indices[hole] = index;                                                                                         \
    }                                                                                                                  \
    static void top_k_##T(const T *x, T *values, int32_t *indices, size_t columns, size_t k) {                         \
        for (size_t i = 0; i < k; i++) {                                                                               \
            /* Sift up the new element. */                                                                             \
            size_t hole = i;                                                                                           \
            while (hole > 0) {                                                                                         \
                size_t parent = (hole - 1) / 2;                                                                        \
                if (!better_##T(values[parent], indices[parent], x[i], (int32_t)i)) break;                             \
                values[hole] = values[parent];                                                                         \
                indices[hole] = indices[parent];                                                                       \
                hole = parent;                                                                                         \
            }                                                                                                          \
            values[hole] = x[i];                                                                                       \
            indices[hole] = (int32_t)i;                                                                                \
        }                                                                                                              \
        for (size_t i = k; i < columns; i++)                                                                           \
            if (x[i] > values[0]) sift_##T(values, indices, k, x[i], (int32_t)i);                                      \
        for (size_t last = k; last-- > 1;) {                                                                           \
            T value = values[last];                                                                                    \
            int32_t index = indices[last];                                                                             \
            values[last] = values[0];                                                                                  \
            indices[last] = indices[0];                                                                                \
            sift_##T(values, indices, last, value, index);                                                             \
        }                                                                                                              \
    }

TOP_K(int8_t)
TOP_K(uint8_t)
TOP_K(int16_t)
TOP_K(uint16_t)
TOP_K(int32_t)
TOP_K(uint32_t)
TOP_K(int64_t)
TOP_K(uint64_t)
TOP_K(float)
TOP_K(double)

#define TOP_K_ROWS(T)                                                                                                  \
    for (size_t row = 0; row < rows; row++)                                                                            \
        top_k_##T((const T *)source + row * columns, (T *)values + row * k, indices + row * k, columns, k);            \
    break

void adjoint_top_k_rows(adjoint_type type, const void *source, void *values, int32_t *indices, size_t rows,
                        size_t columns, size_t k) {
    if (k == 0) return;
    switch (type) {
    case ADJOINT_INT8: TOP_K_ROWS(int8_t);
    case ADJOINT_UINT8: TOP_K_ROWS(uint8_t);
    case ADJOINT_INT16: TOP_K_ROWS(int16_t);
    case ADJOINT_UINT16: TOP_K_ROWS(uint16_t);
    case ADJOINT_INT32: TOP_K_ROWS(int32_t);
    case ADJOINT_UINT32: TOP_K_ROWS(uint32_t);
    case ADJOINT_INT64: TOP_K_ROWS(int64_t);
    case ADJOINT_UINT64: TOP_K_ROWS(uint64_t);
    case ADJOINT_FLOAT32: TOP_K_ROWS(float);
    case ADJOINT_FLOAT64: TOP_K_ROWS(double);
    default: __builtin_trap();
    }
}

#define IN_TOP_K(T, LARGEST)                                                                                           \
    static bool in_top_k_##T(const T *x, int64_t target, size_t classes, size_t k) {                                   \
        if (target < 0 || (uint64_t)target >= classes) return false;                                                   \
        const T own = x[target];                                                                                       \
        if (!(own >= -LARGEST && own <= LARGEST)) return false;                                                        \
        size_t better = 0;                                                                                             \
        for (size_t i = 0; i < classes; i++) {                                                                         \
            if (!(x[i] >= -LARGEST && x[i] <= LARGEST)) return false;                                                  \
            better += x[i] > own;                                                                                      \
        }                                                                                                              \
        return better < k;                                                                                             \
    }

IN_TOP_K(float, __FLT_MAX__)
IN_TOP_K(double, __DBL_MAX__)

void adjoint_in_top_k_rows(adjoint_type type, const void *predictions, adjoint_type target_type, const void *targets,
                           uint8_t *result, size_t rows, size_t classes, size_t k) {
    for (size_t row = 0; row < rows; row++) {
        const int64_t target = adjoint_label(target_type, targets, row);
        result[row] = type == ADJOINT_FLOAT32
                          ? in_top_k_float((const float *)predictions + row * classes, target, classes, k)
                          : in_top_k_double((const double *)predictions + row * classes, target, classes, k);
    }
}
