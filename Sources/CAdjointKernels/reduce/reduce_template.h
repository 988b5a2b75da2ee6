// Reductions of T with sixteen virtual lanes: element i of a run goes to lane i mod 16, and the lanes are combined in
// one fixed tree. WIDE is what sums and products accumulate in: double for both floating-point types (a float sum is
// then rounded once), an unsigned integer of the same width (so that it wraps) for integers.

typedef T FN(lanes) __attribute__((ext_vector_type(16)));
typedef T FN(lanes_in_memory) __attribute__((ext_vector_type(16), aligned(sizeof(T))));
typedef WIDE FN(wide_lanes) __attribute__((ext_vector_type(16)));

ADJOINT_INLINE FN(lanes) FN(load_lanes)(const T *p, size_t count, T fill) {
    if (count >= 16) return *(const FN(lanes_in_memory) *)p;
    FN(lanes) v = fill;
    memcpy(&v, p, count * sizeof(T));
    return v;
}

#define REDUCTION(name, A, AV, identity, add, merge, finish)                                                           \
    ADJOINT_INLINE A FN(fold_##name)(AV lanes) {                                                                       \
        for (int width = 8; width > 0; width /= 2)                                                                     \
            for (int lane = 0; lane < width; lane++) {                                                                 \
                A a = lanes[lane], x = lanes[lane + width];                                                            \
                lanes[lane] = (A)(merge);                                                                              \
            }                                                                                                          \
        return lanes[0];                                                                                               \
    }                                                                                                                  \
    ADJOINT_INLINE AV FN(run_##name)(AV a, const T *source, size_t count) {                                            \
        for (size_t i = 0; i < count; i += 16) {                                                                       \
            AV x = __builtin_convertvector(FN(load_lanes)(source + i, count - i, (T)(identity)), AV);                  \
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
            if (!walk_is_empty(walk)) {                                                                                \
                do lanes = FN(run_##name)(lanes, start + position.offset, count);                                      \
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
                        AV x = __builtin_convertvector(                                                                \
                            FN(load_lanes)(start + (ptrdiff_t)row * stride, width, (T)(identity)), AV);                \
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
NARROW_REDUCTION(maximum, -__builtin_inf(), ((a > x) | (a != a)) ? a : x, a > x || a != a ? a : x, a)
NARROW_REDUCTION(minimum, __builtin_inf(), ((a < x) | (a != a)) ? a : x, a < x || a != a ? a : x, a)

static double FN(part_sum)(const void *source, size_t count) {
    return FN(fold_sum)(FN(run_sum)((FN(wide_lanes))0, source, count));
}
static double FN(part_product)(const void *source, size_t count) {
    return FN(fold_product)(FN(run_product)((FN(wide_lanes))1, source, count));
}
static double FN(part_squares)(const void *source, size_t count) {
    return FN(fold_half_squares)(FN(run_half_squares)((FN(wide_lanes))0, source, count));
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
#undef REDUCTION
#undef WIDE_REDUCTION
#undef NARROW_REDUCTION
