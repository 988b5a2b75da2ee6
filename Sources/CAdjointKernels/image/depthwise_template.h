// Convolutions of each channel by itself, for the type bound to T. An element is one chain of fused multiply-adds over
// the taps (and, for the filter's gradient, the places) that lie inside the image, in their order.

// Lanes of `source` that stand `distance` apart.
ADJOINT_INLINE V FN(load_apart)(const T *source, ptrdiff_t distance, size_t count) {
    if (distance == 1) return FN(load_some)(source, count);
    V v = 0;
    for (size_t lane = 0; lane < MIN_OF(count, (size_t)LANES); lane++) v[lane] = source[(ptrdiff_t)lane * distance];
    return v;
}

// The channels of the image that belong to the result's channels from `channel` on.
ADJOINT_INLINE V FN(load_repeated)(const T *pixel, ptrdiff_t channel, ptrdiff_t multiplier, size_t count) {
    if (multiplier == 1) return FN(load_some)(pixel + channel, count);
    V v = 0;
    for (size_t lane = 0; lane < MIN_OF(count, (size_t)LANES); lane++) {
        v[lane] = pixel[(channel + (ptrdiff_t)lane) / multiplier];
    }
    return v;
}

static void FN(depthwise)(const adjoint_window *w, ptrdiff_t multiplier, const void *image, const void *filter,
                          void *result, ptrdiff_t row_start, ptrdiff_t row_end) {
    const ptrdiff_t outputs = w->channels * multiplier;
    for (ptrdiff_t row = row_start; row < row_end; row++) {
        const covered rows = cover_rows(w, row);
        T *target = (T *)result + row * w->columns * outputs;
        for (ptrdiff_t column = 0; column < w->columns; column++, target += outputs) {
            const covered columns = cover_columns(w, column);
            for (ptrdiff_t channel = 0; channel < outputs; channel += LANES) {
                const size_t count = (size_t)(outputs - channel);
                V sum = 0;
                for (ptrdiff_t i = rows.first; i < rows.end; i++) {
                    const T *line = (const T *)image + (rows.start + i * w->row_dilation) * w->width * w->channels;
                    for (ptrdiff_t j = columns.first; j < columns.end; j++) {
                        const T *pixel = line + (columns.start + j * w->column_dilation) * w->channels;
                        const T *tap = (const T *)filter + (i * w->window_width + j) * outputs + channel;
                        sum = FN(fma)(FN(load_repeated)(pixel, channel, multiplier, count),
                                      FN(load_some)(tap, count), sum);
                    }
                }
                FN(store_some)(target + channel, sum, count);
            }
        }
    }
}

// The place from which element `element` of the window reaches a pixel; -1 if none does.
ADJOINT_INLINE ptrdiff_t FN(place)(ptrdiff_t pixel, ptrdiff_t element, ptrdiff_t stride, ptrdiff_t dilation,
                                   ptrdiff_t padding, ptrdiff_t places) {
    const ptrdiff_t distance = pixel + padding - element * dilation;
    if (distance < 0 || distance % stride != 0) return -1;
    return distance / stride < places ? distance / stride : -1;
}

static void FN(depthwise_image_gradient)(const adjoint_window *w, ptrdiff_t multiplier, const void *gradient,
                                         const void *filter, void *result, ptrdiff_t row_start, ptrdiff_t row_end) {
    const ptrdiff_t outputs = w->channels * multiplier;
    for (ptrdiff_t row = row_start; row < row_end; row++) {
        for (ptrdiff_t column = 0; column < w->width; column++) {
            T *target = (T *)result + (row * w->width + column) * w->channels;
            for (ptrdiff_t channel = 0; channel < w->channels; channel += LANES) {
                const size_t count = (size_t)(w->channels - channel);
                V sum = 0;
                for (ptrdiff_t i = 0; i < w->window_height; i++) {
                    const ptrdiff_t r = FN(place)(row, i, w->row_stride, w->row_dilation, w->top, w->rows);
                    if (r < 0) continue;
                    for (ptrdiff_t j = 0; j < w->window_width; j++) {
                        const ptrdiff_t c =
                            FN(place)(column, j, w->column_stride, w->column_dilation, w->left, w->columns);
                        if (c < 0) continue;
                        const T *source = (const T *)gradient + (r * w->columns + c) * outputs + channel * multiplier;
                        const T *tap =
                            (const T *)filter + (i * w->window_width + j) * outputs + channel * multiplier;
                        for (ptrdiff_t q = 0; q < multiplier; q++) {
                            sum = FN(fma)(FN(load_apart)(source + q, multiplier, count),
                                          FN(load_apart)(tap + q, multiplier, count), sum);
                        }
                    }
                }
                FN(store_some)(target + channel, sum, count);
            }
        }
    }
}

static void FN(depthwise_filter_gradient)(const adjoint_window *w, ptrdiff_t multiplier, ptrdiff_t batch,
                                          const void *images, const void *gradient, ptrdiff_t tap, void *result,
                                          adjoint_channels channels) {
    const ptrdiff_t outputs = w->channels * multiplier;
    const ptrdiff_t i = tap / w->window_width, j = tap % w->window_width;
    for (ptrdiff_t channel = channels.start; channel < channels.end; channel += LANES) {
        const size_t count = (size_t)(channels.end - channel);
        V sum = 0;
        for (ptrdiff_t image = 0; image < batch; image++) {
            const T *pixels = (const T *)images + image * w->height * w->width * w->channels;
            for (ptrdiff_t row = 0; row < w->rows; row++) {
                const covered rows = cover_rows(w, row);
                if (i < rows.first || i >= rows.end) continue;
                const T *line = pixels + (rows.start + i * w->row_dilation) * w->width * w->channels;
                const T *source = (const T *)gradient + (image * w->rows + row) * w->columns * outputs + channel;
                for (ptrdiff_t column = 0; column < w->columns; column++) {
                    const covered columns = cover_columns(w, column);
                    if (j < columns.first || j >= columns.end) continue;
                    const T *pixel = line + (columns.start + j * w->column_dilation) * w->channels;
                    sum = FN(fma)(FN(load_repeated)(pixel, channel, multiplier, count),
                                  FN(load_some)(source + column * outputs, count), sum);
                }
            }
        }
        FN(store_some)((T *)result + tap * outputs + channel, sum, count);
    }
}
