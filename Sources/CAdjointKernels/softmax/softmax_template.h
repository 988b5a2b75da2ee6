// Rows of logits of type T. Sums are taken in double, lane i mod LANES, and folded in one fixed tree.

typedef double FN(wide) __attribute__((ext_vector_type(LANES)));

ADJOINT_INLINE double FN(fold_sum)(FN(wide) sum) {
#if LANES == 16
    const adjoint_f64x8 eight = sum.lo + sum.hi;
#else
    const adjoint_f64x8 eight = sum;
#endif
    const __typeof__(eight.lo) four = eight.lo + eight.hi;
    const __typeof__(four.lo) two = four.lo + four.hi;
    return two.lo + two.hi;
}

/// At most `count` lanes, the others holding `fill`. Where `has_more` says that the array goes on for a whole vector,
/// it is read whole, which is faster than to copy a few elements.
ADJOINT_INLINE V FN(load_filled)(const T *p, size_t count, T fill, bool has_more) {
    if (count >= LANES) return FN(load)(p);
    if (!has_more) return FN(load_tail)(p, count, fill);
    I lane;
    for (int i = 0; i < LANES; i++) lane[i] = i;
    return lane < (IT)count ? FN(load)(p) : (V)fill;
}

/// The largest logit; NaN where one is.
ADJOINT_INLINE T FN(row_maximum)(const T *x, size_t classes, bool has_more) {
    const T low = (T)-__builtin_inf();
    V largest = low;
    for (size_t i = 0; i < classes; i += LANES) {
        V v = FN(load_filled)(x + i, classes - i, low, has_more);
        largest = ((largest > v) | (largest != largest)) ? largest : v;
    }
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int lane = 0; lane < width; lane++) {
            const T a = largest[lane], b = largest[lane + width];
            largest[lane] = ((a > b) | (a != a)) ? a : b;
        }
    return largest[0];
}

/// Writes e^(x - maximum) to y and gives its sum. The lanes beyond a row hold e^-∞ = 0 (or NaN, if the row does).
ADJOINT_INLINE double FN(row_exponentials)(const T *x, T *y, size_t classes, T maximum, bool has_more) {
    FN(wide) sum = 0;
    for (size_t i = 0; i < classes; i += LANES) {
        V e = FN(exp)(FN(load_filled)(x + i, classes - i, (T)-__builtin_inf(), has_more) - maximum);
        if (y != NULL) FN(store_some)(y + i, e, classes - i);
        sum += __builtin_convertvector(e, FN(wide));
    }
    return FN(fold_sum)(sum);
}

static void FN(softmax)(const void *logits, void *target, size_t rows, size_t classes) {
    for (size_t row = 0; row < rows; row++) {
        const T *x = (const T *)logits + row * classes;
        const bool has_more = (rows - 1 - row) * classes >= LANES;
        T *y = (T *)target + row * classes;
        const T scale = (T)(1 / FN(row_exponentials)(x, y, classes, FN(row_maximum)(x, classes, has_more), has_more));
        for (size_t i = 0; i < classes; i += LANES)
            FN(store_some)(y + i, FN(load_some)(y + i, classes - i) * scale, classes - i);
    }
}

static void FN(log_softmax)(const void *logits, void *target, size_t rows, size_t classes) {
    for (size_t row = 0; row < rows; row++) {
        const T *x = (const T *)logits + row * classes;
        const bool has_more = (rows - 1 - row) * classes >= LANES;
        T *y = (T *)target + row * classes;
        const T maximum = FN(row_maximum)(x, classes, has_more);
        const T log_sum = (T)log(FN(row_exponentials)(x, NULL, classes, maximum, has_more));
        for (size_t i = 0; i < classes; i += LANES)
            FN(store_some)(y + i, FN(load_some)(x + i, classes - i) - maximum - log_sum, classes - i);
    }
}

static void FN(cross_entropy)(const void *logits, size_t logits_row_stride, const void *labels,
                              size_t labels_row_stride, void *loss, void *backprop, size_t rows, size_t classes) {
    for (size_t row = 0; row < rows; row++) {
        const T *x = (const T *)logits + row * logits_row_stride, *p = (const T *)labels + row * labels_row_stride;
        T *y = (T *)backprop + row * classes;
        const bool has_more = (rows - 1 - row) * logits_row_stride >= LANES;
        const T maximum = FN(row_maximum)(x, classes, has_more);
        const double sum = FN(row_exponentials)(x, y, classes, maximum, has_more);
        const T log_sum = (T)log(sum), scale = (T)(1 / sum);
        FN(wide) total = 0;
        for (size_t i = 0; i < classes; i += LANES) {
            const V label = FN(load_some)(p + i, classes - i);
            // Lanes beyond the row have label 0.
            const V term = label * (log_sum - (FN(load_some)(x + i, classes - i) - maximum));
            total += __builtin_convertvector(term, FN(wide));
            FN(store_some)(y + i, FN(load_some)(y + i, classes - i) * scale - label, classes - i);
        }
        ((T *)loss)[row] = (T)FN(fold_sum)(total);
    }
}

static ptrdiff_t FN(sparse_cross_entropy)(const void *logits, adjoint_type label_type, const void *labels, void *loss,
                                          void *backprop, size_t rows, size_t classes) {
    ptrdiff_t bad_row = -1;
    for (size_t row = 0; row < rows; row++) {
        const T *x = (const T *)logits + row * classes;
        const bool has_more = (rows - 1 - row) * classes >= LANES;
        T *y = (T *)backprop + row * classes;
        const int64_t label = adjoint_label(label_type, labels, row);
        if (label < 0 || (uint64_t)label >= classes) {
            if (bad_row < 0) bad_row = (ptrdiff_t)row;
            ((T *)loss)[row] = (T)__builtin_nan("");
            for (size_t i = 0; i < classes; i++) y[i] = (T)__builtin_nan("");
            continue;
        }
        const T maximum = FN(row_maximum)(x, classes, has_more);
        const double sum = FN(row_exponentials)(x, y, classes, maximum, has_more);
        const T scale = (T)(1 / sum);
        ((T *)loss)[row] = (T)log(sum) - (x[label] - maximum);
        for (size_t i = 0; i < classes; i += LANES)
            FN(store_some)(y + i, FN(load_some)(y + i, classes - i) * scale, classes - i);
        y[label] -= 1;
    }
    return bad_row;
}
