// Reductions of T with sixteen virtual lanes: element i of a run goes to lane i mod 16, and the lanes are combined in
// one fixed tree. WIDE is what sums and products accumulate in: double for both floating-point types (a float sum is
// then rounded once), an unsigned integer of the same width (so that it wraps) for integers.

typedef T FN(lanes) __attribute__((ext_vector_type(16)));
typedef T FN(lanes_in_memory) __attribute__((ext_vector_type(16), aligned(sizeof(T))));
typedef WIDE FN(wide_lanes) __attribute__((ext_vector_type(16)));

/// The first `count` lanes, the others holding `fill`. Where `has_more` says that the array goes on for sixteen
/// elements, they are read whole, which is faster than to copy a few.
ADJOINT_INLINE FN(lanes) FN(load_lanes)(const T *p, size_t count, T fill, bool has_more) {
    if (count >= 16) return *(const FN(lanes_in_memory) *)p;
    FN(lanes) v = fill;
    if (has_more) {
        const adjoint_i32x16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        typedef INT FN(mask) __attribute__((ext_vector_type(16)));
        v = __builtin_convertvector(lane < (int32_t)count, FN(mask)) ? *(const FN(lanes_in_memory) *)p : v;
    } else {
        memcpy(&v, p, count * sizeof(T));
    }
    return v;
}

// One step of combining lanes: each with the one half of the vector further on.
#define FOLD_STEP(name, width, A, merge)                                                                               \
    typedef A FN(name##_##width) __attribute__((ext_vector_type(width)));                                              \
    typedef A FN(name##_twice_##width) __attribute__((ext_vector_type(2 * width)));                                    \
    ADJOINT_INLINE FN(name##_##width) FN(halve_##name##_##width)(FN(name##_twice_##width) lanes) {                     \
        const FN(name##_##width) a = lanes.lo, x = lanes.hi;                                                           \
        return merge;                                                                                                  \
    }

#define REDUCTION(name, A, AV, identity, add, merge, finish)                                                           \
    FOLD_STEP(name, 8, A, merge)                                                                                       \
    FOLD_STEP(name, 4, A, merge)                                                                                       \
    FOLD_STEP(name, 2, A, merge)                                                                                       \
    ADJOINT_INLINE A FN(fold_##name)(AV lanes) {                                                                       \
        const FN(name##_2) pair = FN(halve_##name##_2)(FN(halve_##name##_4)(FN(halve_##name##_8)(lanes)));             \
        const A a = pair.lo, x = pair.hi;                                                                              \
        return (A)(merge);                                                                                             \
    }                                                                                                                  \
    ADJOINT_INLINE AV FN(run_##name)(AV a, const T *source, size_t count, bool has_more) {                             \
        for (size_t i = 0; i < count; i += 16) {                                                                       \
            AV x = __builtin_convertvector(FN(load_lanes)(source + i, count - i, (T)(identity), has_more), AV);        \
            a = (add);                                                                                                 \
        }                                                                                                              \
        return a;                                                                                                      \
    }                                                                                                                  \
    static void FN(rows_##name)(const void *source, void *target, size_t rows, ptrdiff_t row_stride,                   \
                                const adjoint_walk *walk, size_t count, double divisor) {                              \
        for (size_t row = 0; row < rows; row++) {                                                                      \
            const T *start = (const T *)source + (ptrdiff_t)row * row_stride;                                          \
            adjoint_position position = {0};                                                                           \
            AV lanes = (A)(identity);                                                                                  \
            /* The same positions of later rows lie behind this one's. */                                              \
            const bool has_more = (ptrdiff_t)(rows - 1 - row) * row_stride >= 16;                                      \
            if (!walk_is_empty(walk)) {                                                                                \
                do lanes = FN(run_##name)(lanes, start + position.offset, count, has_more);                            \
                while (advance(walk, walk->rank, &position));                                                          \
            }                                                                                                          \
            A a = FN(fold_##name)(lanes);                                                                              \
            (void)divisor;                                                                                             \
            ((T *)target)[row] = (T)(finish);                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    static void FN(columns_##name)(const void *source, void *target, size_t columns, const adjoint_walk *walk,         \
                                   double divisor) {                                                                   \
        const int outer = walk->rank - 1;                                                                              \
        const size_t rows = walk->extents[outer];                                                                      \
        const ptrdiff_t stride = walk->strides[outer];                                                                 \
        for (size_t column = 0; column < columns; column += 16) {                                                      \
            const size_t width = columns - column < 16 ? columns - column : 16;                                        \
            adjoint_position position = {0};                                                                           \
            AV a = (A)(identity);                                                                                      \
            if (!walk_is_empty(walk)) {                                                                                \
                do {                                                                                                   \
                    const T *start = (const T *)source + position.offset + column;                                     \
                    for (size_t row = 0; row < rows; row++) {                                                          \
                        const bool has_more = (ptrdiff_t)(rows - 1 - row) * stride >= 16;                              \
                        AV x = __builtin_convertvector(                                                                \
                            FN(load_lanes)(start + (ptrdiff_t)row * stride, width, (T)(identity), has_more), AV);      \
                        a = (add);                                                                                     \
                    }                                                                                                  \
                } while (advance(walk, outer, &position));                                                             \
            }                                                                                                          \
            AV lanes = a;                                                                                              \
            for (size_t lane = 0; lane < width; lane++) {                                                              \
                A a = lanes[lane];                                                                                     \
                (void)divisor;                                                                                         \
                ((T *)target)[column + lane] = (T)(finish);                                                            \
            }                                                                                                          \
        }                                                                                                              \
    }
#define WIDE_REDUCTION(name, identity, add, merge, finish)                                                             \
    REDUCTION(name, WIDE, FN(wide_lanes), identity, add, merge, finish)
#define NARROW_REDUCTION(name, identity, add, merge, finish) REDUCTION(name, T, FN(lanes), identity, add, merge, finish)

#if IS_FLOAT
WIDE_REDUCTION(sum, 0, a + x, a + x, a)
WIDE_REDUCTION(mean, 0, a + x, a + x, a / divisor)
WIDE_REDUCTION(product, 1, a *x, a *x, a)
WIDE_REDUCTION(half_squares, 0, __builtin_elementwise_fma(x, x, a), a + x, 0.5 * a)
// A NaN, once met, stays.
NARROW_REDUCTION(maximum, -__builtin_inf(), ((a > x) | (a != a)) ? a : x, ((a > x) | (a != a)) ? a : x, a)
NARROW_REDUCTION(minimum, __builtin_inf(), ((a < x) | (a != a)) ? a : x, ((a < x) | (a != a)) ? a : x, a)

static double FN(part_sum)(const void *source, size_t count) {
    return FN(fold_sum)(FN(run_sum)((FN(wide_lanes))0, source, count, false));
}
static double FN(part_product)(const void *source, size_t count) {
    return FN(fold_product)(FN(run_product)((FN(wide_lanes))1, source, count, false));
}
static double FN(part_squares)(const void *source, size_t count) {
    return FN(fold_half_squares)(FN(run_half_squares)((FN(wide_lanes))0, source, count, false));
}
#elif IS_BOOL
NARROW_REDUCTION(any, 0, a | x, a | x, a)
NARROW_REDUCTION(all, 1, a &x, a &x, a)
#else
WIDE_REDUCTION(sum, 0, a + x, a + x, a)
WIDE_REDUCTION(mean, 0, a + x, a + x, divisor == 0 ? 0 : (T)a / (T)divisor)
WIDE_REDUCTION(product, 1, a *x, a *x, a)
NARROW_REDUCTION(maximum, SMALLEST, a > x ? a : x, a > x ? a : x, a)
NARROW_REDUCTION(minimum, LARGEST, a < x ? a : x, a < x ? a : x, a)
#endif

static const adjoint_reduction_kernels FN(reduction_kernels)[ADJOINT_REDUCTION_COUNT] = {
#if IS_BOOL
    [ADJOINT_ANY] = {FN(rows_any), FN(columns_any)},
    [ADJOINT_ALL] = {FN(rows_all), FN(columns_all)},
#else
    [ADJOINT_SUM] = {FN(rows_sum), FN(columns_sum)},
    [ADJOINT_MEAN] = {FN(rows_mean), FN(columns_mean)},
    [ADJOINT_PRODUCT] = {FN(rows_product), FN(columns_product)},
    [ADJOINT_REDUCE_MAXIMUM] = {FN(rows_maximum), FN(columns_maximum)},
    [ADJOINT_REDUCE_MINIMUM] = {FN(rows_minimum), FN(columns_minimum)},
#if IS_FLOAT
    [ADJOINT_HALF_SUM_OF_SQUARES] = {FN(rows_half_squares), FN(columns_half_squares)},
#endif
#endif
};
#undef FOLD_STEP
#undef REDUCTION
#undef WIDE_REDUCTION
#undef NARROW_REDUCTION
