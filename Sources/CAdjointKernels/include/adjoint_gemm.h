// General matrix multiplication: C = activation(A·B + bias).
//
// Every element is one chain c = fma(a[i,k], b[k,j], c) in ascending k from +0, then + bias[j], then the activation, in
// every kernel and for every shape, so all kernels agree bit for bit (but for the payloads of NaNs).
#pragma once

#include <stdbool.h>
#include <stddef.h>

/// The function applied to an element after its bias.
enum adjoint_gemm_activation {
    /// x
    ADJOINT_GEMM_IDENTITY = 0,
    /// x <= 0 ? 0 : x, which keeps NaN
    ADJOINT_GEMM_RELU = 1,
    /// x <= 0 ? 0 : x > 6 ? 6 : x, which keeps NaN
    ADJOINT_GEMM_RELU6 = 2,
};

/// A product; the element type is the kernel's. Strides are in elements and not negative. One of A's two strides is 1,
/// and so is one of B's: the matrix is stored by rows or by columns.
struct adjoint_gemm_problem {
    size_t rows;
    size_t columns;
    size_t depth;
    const void *a;
    ptrdiff_t a_row_stride;
    ptrdiff_t a_depth_stride;
    const void *b;
    ptrdiff_t b_depth_stride;
    ptrdiff_t b_column_stride;
    void *c;
    ptrdiff_t c_row_stride;
    /// One number per column, or NULL for none.
    const void *bias;
    enum adjoint_gemm_activation activation;
};

/// Rows and columns of C, the ends excluded.
struct adjoint_gemm_region {
    size_t row_start;
    size_t row_end;
    size_t column_start;
    size_t column_end;
};

/// A product whose A is gathered from an array: A[i, s·segment_length + l] = a[a_rows[i] + a_segments[s] + l·a_step].
/// The depth is segments·segment_length. In a convolution the rows are the places of the window, the segments its rows
/// or elements, and what follows within a segment are channels.
struct adjoint_gathered_problem {
    const void *a;
    const ptrdiff_t *a_rows;
    const ptrdiff_t *a_segments;
    size_t segments;
    size_t segment_length;
    ptrdiff_t a_step;
    /// B by rows, which may be read up to a whole number of vectors (`lanes`) from a region's first column on.
    const void *b;
    ptrdiff_t b_depth_stride;
    /// C, whose row i begins at c + c_rows[i].
    void *c;
    const ptrdiff_t *c_rows;
    /// Whether the chains go on from what C holds; else they start at +0.
    bool continues;
    /// One number per column, or NULL for none.
    const void *bias;
    enum adjoint_gemm_activation activation;
};

/// An instruction set's kernel for one element type.
struct adjoint_gemm_kernel {
    /// Computes a region of C, using scratch memory of its own: `scratch_bytes`, aligned to 64.
    void (*multiply)(const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, void *scratch);
    /// Computes a region of a gathered product's C.
    void (*multiply_gathered)(const struct adjoint_gathered_problem *problem, struct adjoint_gemm_region region);
    size_t scratch_bytes;
    /// The rows and columns of a full tile: regions of whole tiles waste nothing.
    size_t tile_rows;
    size_t tile_columns;
    /// The elements of a vector.
    size_t lanes;
};

extern const struct adjoint_gemm_kernel adjoint_gemm_f32_portable;
extern const struct adjoint_gemm_kernel adjoint_gemm_f64_portable;
#if defined(__x86_64__)
extern const struct adjoint_gemm_kernel adjoint_gemm_f32_avx2;
extern const struct adjoint_gemm_kernel adjoint_gemm_f64_avx2;
extern const struct adjoint_gemm_kernel adjoint_gemm_f32_avx512;
extern const struct adjoint_gemm_kernel adjoint_gemm_f64_avx512;
#endif
#if defined(__aarch64__)
extern const struct adjoint_gemm_kernel adjoint_gemm_f32_neon;
extern const struct adjoint_gemm_kernel adjoint_gemm_f64_neon;
#endif
