// Kernels that slide windows over images [height, width, channels], and those of batch normalization. Element types are
// float and double.
#pragma once
#include "adjoint_types.h"

/// An image and a window that slides over it.
typedef struct adjoint_window {
    ptrdiff_t height, width, channels;
    /// The places of the window.
    ptrdiff_t rows, columns;
    ptrdiff_t window_height, window_width;
    ptrdiff_t row_stride, column_stride;
    ptrdiff_t row_dilation, column_dilation;
    /// How far the first place stands before the image.
    ptrdiff_t top, left;
} adjoint_window;

/// Which channels, the end excluded.
typedef struct adjoint_channels {
    ptrdiff_t start, end;
} adjoint_channels;

/// The largest number of every window, NaN if one is; of some rows of places.
void adjoint_max_pool(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window, const void *image,
                      void *result, ptrdiff_t row_start, ptrdiff_t row_end);
/// The place in the image of every window's first largest number, plus `base`.
void adjoint_max_pool_indices(adjoint_type type, const adjoint_window *window, const void *image, int64_t *indices,
                              int64_t base, ptrdiff_t row_start, ptrdiff_t row_end);
/// Each place's gradient goes to the first largest number of its window. With `rectified`, only if that is positive.
void adjoint_max_pool_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                               const void *image, const void *gradient, void *result, bool rectified,
                               adjoint_channels channels);
/// For every window, the number of `values` that stands where the window's first largest stands in the image.
void adjoint_max_pool_select(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                             const void *image, const void *values, void *result, ptrdiff_t row_start,
                             ptrdiff_t row_end);
/// The mean of what every window covers of the image.
void adjoint_average_pool(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window, const void *image,
                          void *result, ptrdiff_t row_start, ptrdiff_t row_end);
void adjoint_average_pool_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                                   const void *gradient, void *result, adjoint_channels channels);

/// Every channel of the image convolved with `multiplier` filters of its own; `result` has channels·multiplier.
void adjoint_depthwise(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window, ptrdiff_t multiplier,
                       const void *image, const void *filter, void *result, ptrdiff_t row_start, ptrdiff_t row_end);
/// The gradient of some rows of the image.
void adjoint_depthwise_image_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                                      ptrdiff_t multiplier, const void *gradient, const void *filter, void *result,
                                      ptrdiff_t row_start, ptrdiff_t row_end);
/// The gradient of one tap of the filter, summed over `batch` images; `channels` are those of the result.
void adjoint_depthwise_filter_gradient(adjoint_vector_isa isa, adjoint_type type, const adjoint_window *window,
                                       ptrdiff_t multiplier, ptrdiff_t batch, const void *images,
                                       const void *gradient, ptrdiff_t tap, void *result, adjoint_channels channels);

/// For every channel, Σ (x - shift) and Σ (x - shift)², in double precision.
void adjoint_channel_moments(adjoint_vector_isa isa, adjoint_type type, const void *x, const double *shift,
                             ptrdiff_t rows, ptrdiff_t channels, double *sum, double *sum_of_squares);
/// For every channel, Σ gradient and Σ gradient·(x - shift), in double precision.
void adjoint_channel_products(adjoint_vector_isa isa, adjoint_type type, const void *gradient, const void *x,
                              const double *shift, ptrdiff_t rows, ptrdiff_t channels, double *sum, double *product);
/// (x - mean)·factor + offset, by channel.
void adjoint_channel_affine(adjoint_vector_isa isa, adjoint_type type, const void *x, const void *mean,
                            const void *factor, const void *offset, void *result, ptrdiff_t rows, ptrdiff_t channels);
/// factor·(gradient - gradient_mean - (x - mean)·slope), by channel.
void adjoint_channel_gradient(adjoint_vector_isa isa, adjoint_type type, const void *gradient, const void *x,
                              const void *mean, const void *factor, const void *gradient_mean, const void *slope,
                              void *result, ptrdiff_t rows, ptrdiff_t channels);
