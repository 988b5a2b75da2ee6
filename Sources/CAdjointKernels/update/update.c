#include "../include/adjoint_update.h"
#include "../vector/isa_select.h"
#include "../vector/vector_types.h"
#include <math.h>

#pragma STDC FP_CONTRACT OFF
// FTRL with an uncommon power calls libm and stays scalar: that is no news.
#pragma clang diagnostic ignored "-Wpass-failed"

#define ISA_SOURCE "../update/update_kernels.h"
#include "../vector/for_each_isa.h"

void adjoint_update_apply(adjoint_vector_isa isa, adjoint_update rule, adjoint_type type, void *variable, void *slot0,
                          void *slot1, void *slot2, const void *gradient, size_t count,
                          const adjoint_hyperparameters *hyperparameters) {
    if (type == ADJOINT_FLOAT32)
        ADJOINT_SELECT_ISA(isa, updates_f32)[rule](variable, slot0, slot1, slot2, gradient, count, hyperparameters);
    else if (type == ADJOINT_FLOAT64)
        ADJOINT_SELECT_ISA(isa, updates_f64)[rule](variable, slot0, slot1, slot2, gradient, count, hyperparameters);
    else
        __builtin_trap();
}
