#pragma once
#include "adjoint_types.h"

/// Optimizer steps, in the order of `UpdateRule` in Swift. Slots and hyperparameters are listed per rule in update.c.
typedef enum adjoint_update {
    ADJOINT_GRADIENT_DESCENT = 0,
    ADJOINT_MOMENTUM,
    ADJOINT_NESTEROV_MOMENTUM,
    ADJOINT_ADAGRAD,
    ADJOINT_ADADELTA,
    ADJOINT_RMS_PROP,
    ADJOINT_CENTERED_RMS_PROP,
    ADJOINT_ADAM,
    ADJOINT_NESTEROV_ADAM,
    ADJOINT_FTRL,
    ADJOINT_PROXIMAL_GRADIENT_DESCENT,
    ADJOINT_PROXIMAL_ADAGRAD,
    ADJOINT_ADAGRAD_DUAL_AVERAGING,
    ADJOINT_ADD_SIGN,
    ADJOINT_POWER_SIGN,
    ADJOINT_ADA_MAX,
    ADJOINT_AMSGRAD,
    ADJOINT_KERAS_MOMENTUM,
    ADJOINT_NESTEROV_KERAS_MOMENTUM,
    ADJOINT_UPDATE_COUNT
} adjoint_update;

/// Hyperparameters; a rule reads those of its formula.
typedef struct adjoint_hyperparameters {
    double learning_rate, momentum, rho, epsilon, beta1, beta2, l1, l2, l2_shrinkage, learning_rate_power, alpha,
        sign_decay, step;
} adjoint_hyperparameters;

/// Updates `count` elements of `variable` and its slots in place.
void adjoint_update_apply(adjoint_vector_isa isa, adjoint_update rule, adjoint_type type, void *variable, void *slot0,
                          void *slot1, void *slot2, const void *gradient, size_t count,
                          const adjoint_hyperparameters *hyperparameters);
