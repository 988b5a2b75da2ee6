#include "../include/adjoint_rows.h"
#include "../vector/isa_select.h"
#include "../vector/vector_types.h"
#include "label.h"
#include <math.h>

#pragma STDC FP_CONTRACT OFF

#define ISA_SOURCE "../softmax/softmax_kernels.h"
#include "../vector/for_each_isa.h"

// Picks the kernel of float or of double; there are no others.
#define KERNEL(isa, type, name)                                                                                        \
    ((type) == ADJOINT_FLOAT32 ? ADJOINT_SELECT_ISA(isa, name##_f32) : ADJOINT_SELECT_ISA(isa, name##_f64))

void adjoint_softmax_rows(adjoint_vector_isa isa, adjoint_type type, bool logarithm, const void *logits, void *target,
                          size_t rows, size_t classes) {
    if (logarithm) KERNEL(isa, type, log_softmax)(logits, target, rows, classes);
    else KERNEL(isa, type, softmax)(logits, target, rows, classes);
}

void adjoint_softmax_cross_entropy_rows(adjoint_vector_isa isa, adjoint_type type, const void *logits,
                                        size_t logits_row_stride, const void *labels, size_t labels_row_stride,
                                        void *loss, void *backprop, size_t rows, size_t classes) {
    KERNEL(isa, type, cross_entropy)
    (logits, logits_row_stride, labels, labels_row_stride, loss, backprop, rows, classes);
}

ptrdiff_t adjoint_sparse_softmax_cross_entropy_rows(adjoint_vector_isa isa, adjoint_type type, const void *logits,
                                                    adjoint_type label_type, const void *labels, void *loss,
                                                    void *backprop, size_t rows, size_t classes) {
    return KERNEL(isa, type, sparse_cross_entropy)(logits, label_type, labels, loss, backprop, rows, classes);
}
