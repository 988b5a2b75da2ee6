// Pooling, for the type bound to T. Channels are adjacent, so every vector holds LANES channels of one pixel.

// The largest of the channels from `channel` on of what a window covers, and which element of the window is the first
// to have it, NaN being larger than all; -1 if the window covers nothing, whose largest is -∞.
ADJOINT_INLINE V FN(largest)(const adjoint_window *w, const T *image, covered rows, covered columns, ptrdiff_t width,
                             ptrdiff_t channel, size_t count, I *element) {
    V largest = -(T)__builtin_inf();
    I which = -1;
    bool is_first = true;
    for (ptrdiff_t i = rows.first; i < rows.end; i++) {
        const T *pixel = image + ((rows.start + i) * w->width + columns.start + columns.first) * w->channels + channel;
        for (ptrdiff_t j = columns.first; j < columns.end; j++, pixel += w->channels) {
            const V x = FN(load_some)(pixel, count);
            const I takes = is_first ? (I)-1 : ~(x <= largest) & (largest == largest);
            largest = takes ? x : largest;
            which = takes ? (I)(IT)(i * width + j) : which;
            is_first = false;
        }
    }
    *element = which;
    return largest;
}

// The largest of one vector of channels of a window, or with `values`, what stands there in its place.
ADJOINT_INLINE void FN(max_pool_vector)(const adjoint_window *w, const T *image, const T *values, T *target,
                                        covered rows, covered columns, ptrdiff_t width, ptrdiff_t channel,
                                        size_t count) {
    I which;
    V y = FN(largest)(w, image, rows, columns, width, channel, count, &which);
    if (values) {
        y = 0;
        for (ptrdiff_t i = rows.first; i < rows.end; i++) {
            const T *pixel =
                values + ((rows.start + i) * w->width + columns.start + columns.first) * w->channels + channel;
            for (ptrdiff_t j = columns.first; j < columns.end; j++, pixel += w->channels) {
                y = which == (I)(IT)(i * width + j) ? FN(load_some)(pixel, count) : y;
            }
        }
    }
    FN(store_some)(target + channel, y, count);
}

// Sends one vector of channels of a place's gradient to where the largest stand.
ADJOINT_INLINE void FN(max_pool_gradient_vector)(const adjoint_window *w, const T *image, const T *source, T *result,
                                                 bool rectified, bool is_disjoint, covered rows, covered columns,
                                                 ptrdiff_t width, ptrdiff_t channel, size_t count) {
    I which;
    const V largest = FN(largest)(w, image, rows, columns, width, channel, count, &which);
    V upstream = FN(load_some)(source + channel, count);
    if (rectified) upstream = largest > 0 ? upstream : (V)(T)0;
    for (ptrdiff_t i = rows.first; i < rows.end; i++) {
        T *pixel = result + ((rows.start + i) * w->width + columns.start + columns.first) * w->channels + channel;
        for (ptrdiff_t j = columns.first; j < columns.end; j++, pixel += w->channels) {
            V here = which == (I)(IT)(i * width + j) ? upstream : (V)(T)0;
            if (!is_disjoint) here = FN(load_some)(pixel, count) + here;
            FN(store_some)(pixel, here, count);
        }
    }
}

// Whether a place covers a whole window of 2 × 2, which has a path of its own: most networks pool that way.
ADJOINT_INLINE bool FN(is_square)(const adjoint_window *w, covered rows, covered columns) {
    return w->window_height == 2 && w->window_width == 2 && rows.first == 0 && rows.end == 2 && columns.first == 0
        && columns.end == 2;
}

static void FN(max_pool)(const adjoint_window *w, const void *image, const void *values, void *result,
                         ptrdiff_t row_start, ptrdiff_t row_end) {
    for (ptrdiff_t row = row_start; row < row_end; row++) {
        const covered rows = cover_rows(w, row);
        T *target = (T *)result + row * w->columns * w->channels;
        for (ptrdiff_t column = 0; column < w->columns; column++, target += w->channels) {
            const covered columns = cover_columns(w, column);
            const bool is_square = !values && FN(is_square)(w, rows, columns);
            const covered whole_rows = {0, 2, rows.start}, whole_columns = {0, 2, columns.start};
            ptrdiff_t channel = 0;
            for (; is_square && channel + LANES <= w->channels; channel += LANES) {
                FN(max_pool_vector)(w, image, NULL, target, whole_rows, whole_columns, 2, channel, LANES);
            }
            for (; channel < w->channels; channel += LANES) {
                FN(max_pool_vector)
                (w, image, values, target, rows, columns, w->window_width, channel, (size_t)(w->channels - channel));
            }
        }
    }
}

static __attribute__((unused)) void FN(max_pool_indices)(const adjoint_window *w, const void *image, int64_t *indices,
                                                         int64_t base, ptrdiff_t row_start, ptrdiff_t row_end) {
    for (ptrdiff_t row = row_start; row < row_end; row++) {
        const covered rows = cover_rows(w, row);
        int64_t *target = indices + row * w->columns * w->channels;
        for (ptrdiff_t column = 0; column < w->columns; column++, target += w->channels) {
            const covered columns = cover_columns(w, column);
            for (ptrdiff_t channel = 0; channel < w->channels; channel++) {
                T largest = 0;
                int64_t index = -1;
                for (ptrdiff_t i = rows.first; i < rows.end; i++) {
                    for (ptrdiff_t j = columns.first; j < columns.end; j++) {
                        const int64_t here =
                            ((rows.start + i) * w->width + columns.start + j) * w->channels + channel;
                        const T x = ((const T *)image)[here];
                        if (index < 0 || x > largest || (x != x && largest == largest)) {
                            largest = x;
                            index = here;
                        }
                    }
                }
                target[channel] = base + index;
            }
        }
    }
}

static void FN(clear)(const adjoint_window *w, T *image, adjoint_channels channels) {
    for (ptrdiff_t pixel = 0; pixel < w->height * w->width; pixel++) {
        memset(image + pixel * w->channels + channels.start, 0, (size_t)(channels.end - channels.start) * sizeof(T));
    }
}

static void FN(max_pool_gradient)(const adjoint_window *w, const void *image, const void *gradient, void *result,
                                  bool rectified, adjoint_channels channels) {
    const bool is_disjoint = places_are_disjoint(w);
    if (!places_tile(w)) FN(clear)(w, result, channels);
    const T *source = gradient;
    for (ptrdiff_t row = 0; row < w->rows; row++) {
        const covered rows = cover_rows(w, row);
        for (ptrdiff_t column = 0; column < w->columns; column++, source += w->channels) {
            const covered columns = cover_columns(w, column);
            const bool is_square = is_disjoint && FN(is_square)(w, rows, columns);
            const covered whole_rows = {0, 2, rows.start}, whole_columns = {0, 2, columns.start};
            ptrdiff_t channel = channels.start;
            for (; is_square && channel + LANES <= channels.end; channel += LANES) {
                FN(max_pool_gradient_vector)
                (w, image, source, result, rectified, true, whole_rows, whole_columns, 2, channel, LANES);
            }
            for (; channel < channels.end; channel += LANES) {
                FN(max_pool_gradient_vector)
                (w, image, source, result, rectified, is_disjoint, rows, columns, w->window_width, channel,
                 (size_t)(channels.end - channel));
            }
        }
    }
}

// The mean of one vector of channels of a window.
ADJOINT_INLINE void FN(average_pool_vector)(const adjoint_window *w, const T *image, T *target, covered rows,
                                            covered columns, ptrdiff_t channel, size_t count) {
    const T elements = (T)((rows.end - rows.first) * (columns.end - columns.first));
    V sum = 0;
    for (ptrdiff_t i = rows.first; i < rows.end; i++) {
        const T *pixel = image + ((rows.start + i) * w->width + columns.start + columns.first) * w->channels + channel;
        for (ptrdiff_t j = columns.first; j < columns.end; j++, pixel += w->channels) {
            sum = sum + FN(load_some)(pixel, count);
        }
    }
    FN(store_some)(target + channel, elements > 0 ? sum / elements : sum, count);
}

static void FN(average_pool)(const adjoint_window *w, const void *image, void *result, ptrdiff_t row_start,
                             ptrdiff_t row_end) {
    for (ptrdiff_t row = row_start; row < row_end; row++) {
        const covered rows = cover_rows(w, row);
        T *target = (T *)result + row * w->columns * w->channels;
        for (ptrdiff_t column = 0; column < w->columns; column++, target += w->channels) {
            const covered columns = cover_columns(w, column);
            ptrdiff_t channel = 0;
            for (; channel + LANES <= w->channels; channel += LANES) {
                FN(average_pool_vector)(w, image, target, rows, columns, channel, LANES);
            }
            if (channel < w->channels) {
                FN(average_pool_vector)
                (w, image, target, rows, columns, channel, (size_t)(w->channels - channel));
            }
        }
    }
}

// Shares one vector of channels of a place's gradient among what the window covers.
ADJOINT_INLINE void FN(average_pool_gradient_vector)(const adjoint_window *w, const T *source, T *result, covered rows,
                                                     covered columns, ptrdiff_t channel, size_t count) {
    const T elements = (T)((rows.end - rows.first) * (columns.end - columns.first));
    const V share = FN(load_some)(source + channel, count) / elements;
    for (ptrdiff_t i = rows.first; i < rows.end; i++) {
        T *pixel = result + ((rows.start + i) * w->width + columns.start + columns.first) * w->channels + channel;
        for (ptrdiff_t j = columns.first; j < columns.end; j++, pixel += w->channels) {
            FN(store_some)(pixel, FN(load_some)(pixel, count) + share, count);
        }
    }
}

static void FN(average_pool_gradient)(const adjoint_window *w, const void *gradient, void *result,
                                      adjoint_channels channels) {
    FN(clear)(w, result, channels);
    const T *source = gradient;
    for (ptrdiff_t row = 0; row < w->rows; row++) {
        const covered rows = cover_rows(w, row);
        for (ptrdiff_t column = 0; column < w->columns; column++, source += w->channels) {
            const covered columns = cover_columns(w, column);
            ptrdiff_t channel = channels.start;
            for (; channel + LANES <= channels.end; channel += LANES) {
                FN(average_pool_gradient_vector)(w, source, result, rows, columns, channel, LANES);
            }
            if (channel < channels.end) {
                FN(average_pool_gradient_vector)
                (w, source, result, rows, columns, channel, (size_t)(channels.end - channel));
            }
        }
    }
}
