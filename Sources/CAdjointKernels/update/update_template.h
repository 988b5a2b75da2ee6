// One step of each rule for variables of type T. Expressions follow the order of operations of TensorFlow's CPU
// kernels; every operation is exactly rounded, so vectorizing them changes no bit.

#define UPDATE(name, prepare, body)                                                                                    \
    static void FN(update_##name)(void *variable, void *slot0, void *slot1, void *slot2, const void *gradient,         \
                                  size_t count, const adjoint_hyperparameters *h) {                                    \
        T *var = variable, *s0 = slot0, *s1 = slot1, *s2 = slot2;                                                      \
        const T *grad = gradient, lr = (T)h->learning_rate;                                                            \
        (void)s0, (void)s1, (void)s2;                                                                                  \
        prepare                                                                                                        \
        ADJOINT_VECTORIZE for (size_t i = 0; i < count; i++) {                                                         \
            const T g = grad[i];                                                                                       \
            body                                                                                                       \
        }                                                                                                              \
    }
#define SQRT(x) __builtin_elementwise_sqrt((T)(x))
#define PARAMETER(name, field) const T name = (T)h->field;

UPDATE(gradient_descent, , var[i] -= lr * g;)
UPDATE(momentum, PARAMETER(momentum, momentum), {
    const T accum = s0[i] * momentum + g;
    s0[i] = accum;
    var[i] -= lr * accum;
})
UPDATE(nesterov_momentum, PARAMETER(momentum, momentum), {
    const T accum = s0[i] * momentum + g;
    s0[i] = accum;
    var[i] -= g * lr + accum * momentum * lr;
})
UPDATE(keras_momentum, PARAMETER(momentum, momentum), {
    const T accum = s0[i] * momentum - g * lr;
    s0[i] = accum;
    var[i] += accum;
})
UPDATE(nesterov_keras_momentum, PARAMETER(momentum, momentum), {
    const T accum = s0[i] * momentum - g * lr;
    s0[i] = accum;
    var[i] += accum * momentum - g * lr;
})
UPDATE(adagrad, PARAMETER(epsilon, epsilon), {
    const T accum = s0[i] + g * g;
    s0[i] = accum;
    var[i] -= lr * g / (SQRT(accum) + epsilon);
})
UPDATE(adadelta, PARAMETER(rho, rho) PARAMETER(epsilon, epsilon), {
    const T accum = s0[i] * rho + g * g * (1 - rho);
    const T update = SQRT(s1[i] + epsilon) * (1 / SQRT(accum + epsilon)) * g;
    s0[i] = accum;
    s1[i] = s1[i] * rho + update * update * (1 - rho);
    var[i] -= update * lr;
})
UPDATE(rms_prop, PARAMETER(rho, rho) PARAMETER(momentum, momentum) PARAMETER(epsilon, epsilon), {
    const T mean_square = s0[i] + (g * g - s0[i]) * (1 - rho);
    const T mom = s1[i] * momentum + g * lr * (1 / SQRT(mean_square + epsilon));
    s0[i] = mean_square;
    s1[i] = mom;
    var[i] -= mom;
})
UPDATE(centered_rms_prop, PARAMETER(rho, rho) PARAMETER(momentum, momentum) PARAMETER(epsilon, epsilon), {
    const T mean_square = s0[i] + (g * g - s0[i]) * (1 - rho);
    const T mean_gradient = s2[i] + (g - s2[i]) * (1 - rho);
    const T mom = s1[i] * momentum + g * lr * (1 / SQRT(mean_square - mean_gradient * mean_gradient + epsilon));
    s0[i] = mean_square;
    s2[i] = mean_gradient;
    s1[i] = mom;
    var[i] -= mom;
})
// `lr` is lr·√(1 - β₂ᵗ) / (1 - β₁ᵗ) here, which the caller computes from the powers.
UPDATE(adam, PARAMETER(beta1, beta1) PARAMETER(beta2, beta2) PARAMETER(epsilon, epsilon), {
    const T m = s0[i] + (g - s0[i]) * (1 - beta1);
    const T v = s1[i] + (g * g - s1[i]) * (1 - beta2);
    s0[i] = m;
    s1[i] = v;
    var[i] -= m * lr / (SQRT(v) + epsilon);
})
UPDATE(nesterov_adam, PARAMETER(beta1, beta1) PARAMETER(beta2, beta2) PARAMETER(epsilon, epsilon), {
    const T m = s0[i] + (g - s0[i]) * (1 - beta1);
    const T v = s1[i] + (g * g - s1[i]) * (1 - beta2);
    s0[i] = m;
    s1[i] = v;
    var[i] -= (g * (1 - beta1) + beta1 * m) * lr / (SQRT(v) + epsilon);
})

// s0 is the accumulator of squared gradients, s1 the linear one; POWER(x) is x to the power of minus
// `learning_rate_power`, whose usual value -0.5 makes it a square root.
#define FTRL(name)                                                                                                     \
    UPDATE(name,                                                                                                       \
           PARAMETER(l1, l1) PARAMETER(l2, l2) PARAMETER(shrinkage, l2_shrinkage)                                      \
               PARAMETER(power, learning_rate_power)(void) power;                                                      \
           , {                                                                                                         \
               const T shrunk = g + 2 * shrinkage * var[i];                                                            \
               const T accum = s0[i] + g * g;                                                                          \
               const T new_power = POWER(accum);                                                                       \
               const T linear = s1[i] + shrunk - (new_power - POWER(s0[i])) / lr * var[i];                             \
               const T clipped = linear > l1 ? l1 : (linear < -l1 ? -l1 : linear);                                     \
               s0[i] = accum;                                                                                          \
               s1[i] = linear;                                                                                         \
               var[i] = (clipped - linear) / (new_power / lr + 2 * l2);                                                \
           })
#define POWER(x) SQRT(x)
FTRL(ftrl_root)
#undef POWER
#define POWER(x) (T)pow((double)(x), (double)-power)
FTRL(ftrl_power)
#undef POWER
#undef FTRL

static void FN(update_ftrl)(void *variable, void *slot0, void *slot1, void *slot2, const void *gradient, size_t count,
                            const adjoint_hyperparameters *h) {
    if (h->learning_rate_power == -0.5) FN(update_ftrl_root)(variable, slot0, slot1, slot2, gradient, count, h);
    else FN(update_ftrl_power)(variable, slot0, slot1, slot2, gradient, count, h);
}

#define ABS(x) __builtin_elementwise_abs((T)(x))
#define MAX(x, y) __builtin_elementwise_max((T)(x), (T)(y))
#define SIGN(x) ((T)((x) > 0) - (T)((x) < 0))
// Shrinks x by l1·rate toward 0, and then by the factor 1 + l2·rate.
#define PROXIMAL(x, rate) (SIGN(x) * MAX(ABS(x) - (rate) * l1, 0) / (1 + l2 * (rate)))

UPDATE(proximal_gradient_descent, PARAMETER(l1, l1) PARAMETER(l2, l2), {
    const T prox = var[i] - g * lr;
    var[i] = l1 > 0 ? PROXIMAL(prox, lr) : prox / (1 + l2 * lr);
})
UPDATE(proximal_adagrad, PARAMETER(l1, l1) PARAMETER(l2, l2), {
    const T accum = s0[i] + g * g;
    const T rate = lr * (1 / SQRT(accum));
    const T prox = var[i] - g * rate;
    s0[i] = accum;
    var[i] = l1 > 0 ? PROXIMAL(prox, rate) : prox / (1 + l2 * rate);
})
// s0 adds up gradients, s1 their squares.
UPDATE(adagrad_dual_averaging, PARAMETER(l1, l1) PARAMETER(l2, l2) PARAMETER(step, step), {
    const T sum = s0[i] + g;
    const T squares = s1[i] + g * g;
    const T kept = l1 > 0 ? SIGN(sum) * MAX(ABS(sum) - l1 * step, 0) : sum;
    s0[i] = sum;
    s1[i] = squares;
    var[i] = lr * -kept / (l2 * step * lr + SQRT(squares));
})
UPDATE(add_sign, PARAMETER(beta, beta1) PARAMETER(alpha, alpha) PARAMETER(sign_decay, sign_decay), {
    const T m = s0[i] * beta + g * (1 - beta);
    s0[i] = m;
    var[i] -= lr * (alpha + sign_decay * (SIGN(g) * SIGN(m))) * g;
})
// `alpha` is e to the power of logbase·sign_decay, and 1 over it is what the gradient gets where signs differ.
UPDATE(power_sign, PARAMETER(beta, beta1) PARAMETER(agreeing, alpha) const T differing = 1 / agreeing;, {
    const T m = s0[i] * beta + g * (1 - beta);
    const T sign = SIGN(g) * SIGN(m);
    s0[i] = m;
    var[i] -= lr * (sign > 0 ? agreeing : sign < 0 ? differing : 1) * g;
})
// `lr` is lr / (1 - β₁ᵗ) here, which the caller computes.
UPDATE(ada_max, PARAMETER(beta1, beta1) PARAMETER(beta2, beta2) PARAMETER(epsilon, epsilon), {
    const T m = s0[i] + (g - s0[i]) * (1 - beta1);
    const T v = MAX(beta2 * s1[i], ABS(g));
    s0[i] = m;
    s1[i] = v;
    var[i] -= lr * (m / (v + epsilon));
})
UPDATE(amsgrad, PARAMETER(beta1, beta1) PARAMETER(beta2, beta2) PARAMETER(epsilon, epsilon), {
    const T m = s0[i] + (g - s0[i]) * (1 - beta1);
    const T v = s1[i] + (g * g - s1[i]) * (1 - beta2);
    const T largest = MAX(s2[i], v);
    s0[i] = m;
    s1[i] = v;
    s2[i] = largest;
    var[i] -= m * lr / (SQRT(largest) + epsilon);
})
#undef ABS
#undef MAX
#undef SIGN
#undef PROXIMAL

static void (*const FN(updates)[ADJOINT_UPDATE_COUNT])(void *, void *, void *, void *, const void *, size_t,
                                                       const adjoint_hyperparameters *) = {
    [ADJOINT_GRADIENT_DESCENT] = FN(update_gradient_descent),
    [ADJOINT_MOMENTUM] = FN(update_momentum),
    [ADJOINT_NESTEROV_MOMENTUM] = FN(update_nesterov_momentum),
    [ADJOINT_ADAGRAD] = FN(update_adagrad),
    [ADJOINT_ADADELTA] = FN(update_adadelta),
    [ADJOINT_RMS_PROP] = FN(update_rms_prop),
    [ADJOINT_CENTERED_RMS_PROP] = FN(update_centered_rms_prop),
    [ADJOINT_ADAM] = FN(update_adam),
    [ADJOINT_NESTEROV_ADAM] = FN(update_nesterov_adam),
    [ADJOINT_FTRL] = FN(update_ftrl),
    [ADJOINT_PROXIMAL_GRADIENT_DESCENT] = FN(update_proximal_gradient_descent),
    [ADJOINT_PROXIMAL_ADAGRAD] = FN(update_proximal_adagrad),
    [ADJOINT_ADAGRAD_DUAL_AVERAGING] = FN(update_adagrad_dual_averaging),
    [ADJOINT_ADD_SIGN] = FN(update_add_sign),
    [ADJOINT_POWER_SIGN] = FN(update_power_sign),
    [ADJOINT_ADA_MAX] = FN(update_ada_max),
    [ADJOINT_AMSGRAD] = FN(update_amsgrad),
    [ADJOINT_KERAS_MOMENTUM] = FN(update_keras_momentum),
    [ADJOINT_NESTEROV_KERAS_MOMENTUM] = FN(update_nesterov_keras_momentum),
};
#undef UPDATE
#undef SQRT
#undef PARAMETER
