// Batch normalization's passes over rows of channels, for the type bound to T. Sums run in double precision over the
// rows in their order, one chain for each channel.

#define WIDE FN(wide)
typedef double WIDE __attribute__((ext_vector_type(LANES)));

ADJOINT_INLINE WIDE FN(load_wide)(const double *p, size_t count) {
    WIDE v = 0;
    memcpy(&v, p, MIN_OF(count, (size_t)LANES) * sizeof(double));
    return v;
}

ADJOINT_INLINE void FN(store_wide)(double *p, WIDE v, size_t count) {
    memcpy(p, &v, MIN_OF(count, (size_t)LANES) * sizeof(double));
}

static void FN(channel_moments)(const void *x, const double *shift, ptrdiff_t rows, ptrdiff_t channels, double *sum,
                                double *sum_of_squares) {
    for (ptrdiff_t channel = 0; channel < channels; channel += LANES) {
        const size_t count = (size_t)(channels - channel);
        const WIDE center = FN(load_wide)(shift + channel, count);
        WIDE first = 0, second = 0;
        for (ptrdiff_t row = 0; row < rows; row++) {
            const V v = FN(load_some)((const T *)x + row * channels + channel, count);
            const WIDE distance = __builtin_convertvector(v, WIDE) - center;
            first = first + distance;
            second = __builtin_elementwise_fma(distance, distance, second);
        }
        FN(store_wide)(sum + channel, first, count);
        FN(store_wide)(sum_of_squares + channel, second, count);
    }
}

static void FN(channel_products)(const void *gradient, const void *x, const double *shift, ptrdiff_t rows,
                                 ptrdiff_t channels, double *sum, double *product) {
    for (ptrdiff_t channel = 0; channel < channels; channel += LANES) {
        const size_t count = (size_t)(channels - channel);
        const WIDE center = FN(load_wide)(shift + channel, count);
        WIDE first = 0, second = 0;
        for (ptrdiff_t row = 0; row < rows; row++) {
            const ptrdiff_t at = row * channels + channel;
            const WIDE g = __builtin_convertvector(FN(load_some)((const T *)gradient + at, count), WIDE);
            const WIDE distance = __builtin_convertvector(FN(load_some)((const T *)x + at, count), WIDE) - center;
            first = first + g;
            second = __builtin_elementwise_fma(g, distance, second);
        }
        FN(store_wide)(sum + channel, first, count);
        FN(store_wide)(product + channel, second, count);
    }
}

static void FN(channel_affine)(const void *x, const void *mean, const void *factor, const void *offset, void *result,
                               ptrdiff_t rows, ptrdiff_t channels) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        for (ptrdiff_t channel = 0; channel < channels; channel += LANES) {
            const size_t count = (size_t)(channels - channel);
            const ptrdiff_t at = row * channels + channel;
            const V distance =
                FN(load_some)((const T *)x + at, count) - FN(load_some)((const T *)mean + channel, count);
            FN(store_some)((T *)result + at,
                           distance * FN(load_some)((const T *)factor + channel, count)
                               + FN(load_some)((const T *)offset + channel, count),
                           count);
        }
    }
}

static void FN(channel_gradient)(const void *gradient, const void *x, const void *mean, const void *factor,
                                 const void *gradient_mean, const void *slope, void *result, ptrdiff_t rows,
                                 ptrdiff_t channels) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        for (ptrdiff_t channel = 0; channel < channels; channel += LANES) {
            const size_t count = (size_t)(channels - channel);
            const ptrdiff_t at = row * channels + channel;
            const V distance =
                FN(load_some)((const T *)x + at, count) - FN(load_some)((const T *)mean + channel, count);
            const V rest = FN(load_some)((const T *)gradient + at, count)
                - FN(load_some)((const T *)gradient_mean + channel, count)
                - distance * FN(load_some)((const T *)slope + channel, count);
            FN(store_some)((T *)result + at, FN(load_some)((const T *)factor + channel, count) * rest, count);
        }
    }
}

#undef WIDE
