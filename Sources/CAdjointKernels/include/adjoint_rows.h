#pragma once
#include "adjoint_types.h"

void adjoint_softmax_rows(adjoint_vector_isa isa, adjoint_type type, bool logarithm, const void *logits, void *target,
                          size_t rows, size_t classes);
/// `loss` and `backprop` as TensorFlow's SoftmaxCrossEntropyWithLogits; a row stride of 0 broadcasts a row.
void adjoint_softmax_cross_entropy_rows(adjoint_vector_isa isa, adjoint_type type, const void *logits,
                                        size_t logits_row_stride, const void *labels, size_t labels_row_stride,
                                        void *loss, void *backprop, size_t rows, size_t classes);
/// The same for class indices. Returns the first row whose label is out of range, or -1.
ptrdiff_t adjoint_sparse_softmax_cross_entropy_rows(adjoint_vector_isa isa, adjoint_type type, const void *logits,
                                                    adjoint_type label_type, const void *labels, void *loss,
                                                    void *backprop, size_t rows, size_t classes);
/// The `k` largest of every row, in descending order, the lower index first on ties.
void adjoint_top_k_rows(adjoint_type type, const void *source, void *values, int32_t *indices, size_t rows,
                        size_t columns, size_t k);
/// Whether fewer than `k` predictions of a row exceed the target's; false where the target is out of range or not finite.
void adjoint_in_top_k_rows(adjoint_type type, const void *predictions, adjoint_type target_type, const void *targets,
                           uint8_t *result, size_t rows, size_t classes, size_t k);
