// Rows of logits of type T. Sums are taken in double, lane i mod LANES, and folded in one fixed tree.

typedef double FN(wide) __attribute__((ext_vector_type(LANES)));

ADJOINT_INLINE double FN(fold_sum)(FN(wide) sum) {
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int lane = 0; lane < width; lane++) sum[lane] += sum[lane + width];
    return sum[0];
}

ADJOINT_INLINE V FN(load_filled)(const T *p, size_t count, T fill) {
    return count >= LANES ? FN(load)(p) : FN(load_tail)(p, count, fill);
}

/// The largest logit; NaN where one is.
ADJOINT_INLINE T FN(row_maximum)(const T *x, size_t classes) {
    const T low = (T)-__builtin_inf();
    V largest = low;
    for (size_t i = 0; i < classes; i += LANES) {
        V v = FN(load_filled)(x + i, classes - i, low);
        largest = ((largest > v) | (largest != largest)) ? largest : v;
    }
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int lane = 0; lane < width; lane++) {
            T a = largest[lane], b = largest[lane + width];
            largest[lane] = a > b || a != a ? a : b;
        }
    return largest[0];
}

/// Writes e^(x - maximum) to y and gives its sum. The lanes beyond a row hold e^-∞ = 0.
ADJOINT_INLINE double FN(row_exponentials)(const T *x, T *y, size_t classes, T maximum) {
    FN(wide) sum = 0;
    for (size_t i = 0; i < classes; i += LANES) {
        V e = FN(exp)(FN(load_filled)(x + i, classes - i, (T)-__builtin_inf()) - maximum);
        if (y != NULL) FN(store_some)(y + i, e, classes - i);
        if (classes - i < LANES)
            for (size_t lane = classes - i; lane < LANES; lane++) e[lane] = 0;
        sum += __builtin_convertvector(e, FN(wide));
    }
    return FN(fold_sum)(sum);
}

static void FN(softmax)(const void *logits, void *target, size_t rows, size_t classes) {
    for (size_t row = 0; row < rows; row++) {
        const T *x = (const T *)logits + row * classes;
        T *y = (T *)target + row * classes;
        const T scale = (T)(1 / FN(row_exponentials)(x, y, classes, FN(row_maximum)(x, classes)));
        for (size_t i = 0; i < classes; i += LANES)
            FN(store_some)(y + i, FN(load_some)(y + i, classes - i) * scale, classes - i);
    }
}

static void FN(log_softmax)(const void *logits, void *target, size_t rows, size_t classes) {
    for (size_t row = 0; row < rows; row++) {
        const T *x = (const T *)logits + row * classes;
        T *y = (T *)target + row * classes;
        const T maximum = FN(row_maximum)(x, classes);
        const T log_sum = (T)log(FN(row_exponentials)(x, NULL, classes, maximum));
        for (size_t i = 0; i < classes; i += LANES)
            FN(store_some)(y + i, FN(load_some)(x + i, classes - i) - maximum - log_sum, classes - i);
    }
}

static void FN(cross_entropy)(const void *logits, size_t logits_row_stride, const void *labels,
                              size_t labels_row_stride, void *loss, void *backprop, size_t rows, size_t classes) {
    for (size_t row = 0; row < rows; row++) {
        const T *x = (const T *)logits + row * logits_row_stride, *p = (const T *)labels + row * labels_row_stride;
        T *y = (T *)backprop + row * classes;
        const T maximum = FN(row_maximum)(x, classes);
        const double sum = FN(row_exponentials)(x, y, classes, maximum);
        const T log_sum = (T)log(sum), scale = (T)(1 / sum);
        FN(wide) total = 0;
        for (size_t i = 0; i < classes; i += LANES) {
            const V label = FN(load_some)(p + i, classes - i);
            V term = label * (log_sum - (FN(load_some)(x + i, classes - i) - maximum));
            // A class that cannot be the answer costs nothing, however impossible its logit; lanes beyond the row
            // have label 0, too.
            term = label == 0 ? (V)(T)0 : term;
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
        T *y = (T *)backprop + row * classes;
        const int64_t label = adjoint_label(label_type, labels, row);
        if (label < 0 || (uint64_t)label >= classes) {
            if (bad_row < 0) bad_row = (ptrdiff_t)row;
            ((T *)loss)[row] = (T)__builtin_nan("");
            for (size_t i = 0; i < classes; i++) y[i] = (T)__builtin_nan("");
            continue;
        }
        const T maximum = FN(row_maximum)(x, classes);
        const double sum = FN(row_exponentials)(x, y, classes, maximum);
        const T scale = (T)(1 / sum);
        ((T *)loss)[row] = (T)log(sum) - (x[label] - maximum);
        for (size_t i = 0; i < classes; i += LANES)
            FN(store_some)(y + i, FN(load_some)(y + i, classes - i) * scale, classes - i);
        y[label] -= 1;
    }
    return bad_row;
}
