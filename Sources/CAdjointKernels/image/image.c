#include "../include/adjoint_image.h"
#include "../vector/isa_select.h"
#include "../vector/vector_types.h"
#include <math.h>

#pragma STDC FP_CONTRACT OFF

#define MAX_OF(x, y) ((x) > (y) ? (x) : (y))
#define MIN_OF(x, y) ((x) < (y) ? (x) : (y))

// The elements of the window at a place that lie inside the image, along one axis.
typedef struct covered {
    ptrdiff_t first, end;
    // Where the first element of the window lies; may be before the image.
    ptrdiff_t start;
} covered;

ADJOINT_INLINE covered cover(ptrdiff_t place, ptrdiff_t stride, ptrdiff_t dilation, ptrdiff_t padding,
                             ptrdiff_t window, ptrdiff_t extent) {
    const ptrdiff_t start = place * stride - padding;
    const ptrdiff_t first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
    const ptrdiff_t end = start >= extent ? 0 : (extent - 1 - start) / dilation + 1;
    return (covered){MIN_OF(first, window), MAX_OF(MIN_OF(first, window), MIN_OF(end, window)), start};
}

ADJOINT_INLINE covered cover_rows(const adjoint_window *w, ptrdiff_t row) {
    return cover(row, w->row_stride, w->row_dilation, w->top, w->window_height, w->height);
}

ADJOINT_INLINE covered cover_columns(const adjoint_window *w, ptrdiff_t column) {
    return cover(column, w->column_stride, w->column_dilation, w->left, w->window_width, w->width);
}

// Whether no element of the image belongs to two places.
ADJOINT_INLINE bool places_are_disjoint(const adjoint_window *w) {
    return w->row_stride >= w->window_height && w->column_stride >= w->window_width;
}

// Whether every element of the image belongs to exactly one place, and every place lies inside.
ADJOINT_INLINE bool places_tile(const adjoint_window *w) {
    return w->top == 0 && w->left == 0 && w->row_stride == w->window_height && w->column_stride == w->window_width
        && w->rows * w->row_stride == w->height && w->columns * w->column_stride == w->width;
}

#define ISA_SOURCE "../image/image_kernels.h"
#include "../vector/for_each_isa.h"

// Picks the kernel of float or of double; there are no others.
#define KERNEL(isa, type, name)                                                                                        \
    ((type) == ADJOINT_FLOAT32 ? ADJOINT_SELECT_ISA(isa, name##_f32) : ADJOINT_SELECT_ISA(isa, name##_f64))

void adjoint_max_pool(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window, const void *image,
                      void *result, ptrdiff_t row_start, ptrdiff_t row_end) {
    KERNEL(isa, type, max_pool)(window, image, NULL, result, row_start, row_end);
}

void adjoint_max_pool_select(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                             const void *image, const void *values, void *result, ptrdiff_t row_start,
                             ptrdiff_t row_end) {
    KERNEL(isa, type, max_pool)(window, image, values, result, row_start, row_end);
}

void adjoint_max_pool_indices(adjoint_type type, const adjoint_window *window, const void *image, int64_t *indices,
                              int64_t base, ptrdiff_t row_start, ptrdiff_t row_end) {
    if (type == ADJOINT_FLOAT32) max_pool_indices_f32_portable(window, image, indices, base, row_start, row_end);
    else max_pool_indices_f64_portable(window, image, indices, base, row_start, row_end);
}

void adjoint_max_pool_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                               const void *image, const void *gradient, void *result, bool rectified,
                               adjoint_channels channels) {
    KERNEL(isa, type, max_pool_gradient)(window, image, gradient, result, rectified, channels);
}

void adjoint_average_pool(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window, const void *image,
                          void *result, ptrdiff_t row_start, ptrdiff_t row_end) {
    KERNEL(isa, type, average_pool)(window, image, result, row_start, row_end);
}

void adjoint_average_pool_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                                   const void *gradient, void *result, adjoint_channels channels) {
    KERNEL(isa, type, average_pool_gradient)(window, gradient, result, channels);
}

void adjoint_depthwise(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window, ptrdiff_t multiplier,
                       const void *image, const void *filter, void *result, ptrdiff_t row_start, ptrdiff_t row_end) {
    KERNEL(isa, type, depthwise)(window, multiplier, image, filter, result, row_start, row_end);
}

void adjoint_depthwise_image_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                                      ptrdiff_t multiplier, const void *gradient, const void *filter, void *result,
                                      ptrdiff_t row_start, ptrdiff_t row_end) {
    KERNEL(isa, type, depthwise_image_gradient)(window, multiplier, gradient, filter, result, row_start, row_end);
}

void adjoint_depthwise_filter_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                                       ptrdiff_t multiplier, ptrdiff_t batch, const void *images,
                                       const void *gradient, ptrdiff_t tap, void *result, adjoint_channels channels) {
    KERNEL(isa, type, depthwise_filter_gradient)
    (window, multiplier, batch, images, gradient, tap, result, channels);
}

void adjoint_channel_moments(adjoint_vector_isa isa, adjoint_type type, const void *x, const double *shift,
                             ptrdiff_t rows, ptrdiff_t channels, double *sum, double *sum_of_squares) {
    KERNEL(isa, type, channel_moments)(x, shift, rows, channels, sum, sum_of_squares);
}

void adjoint_channel_products(adjoint_vector_isa isa, adjoint_type type, const void *gradient, const void *x,
                              const double *shift, ptrdiff_t rows, ptrdiff_t channels, double *sum, double *product) {
    KERNEL(isa, type, channel_products)(gradient, x, shift, rows, channels, sum, product);
}

void adjoint_channel_affine(adjoint_vector_isa isa, adjoint_type type, const void *x, const void *mean,
                            const void *factor, const void *offset, void *result, ptrdiff_t rows, ptrdiff_t channels) {
    KERNEL(isa, type, channel_affine)(x, mean, factor, offset, result, rows, channels);
}

void adjoint_channel_gradient(adjoint_vector_isa isa, adjoint_type type, const void *gradient, const void *x,
                              const void *mean, const void *factor, const void *gradient_mean, const void *slope,
                              void *result, ptrdiff_t rows, ptrdiff_t channels) {
    KERNEL(isa, type, channel_gradient)(gradient, x, mean, factor, gradient_mean, slope, result, rows, channels);
}
