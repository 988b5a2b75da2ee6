// Functions of one argument and their gradients over arrays of T. A remainder shorter than a vector passes through the
// same code as whole vectors, so an element's result never depends on where it stands.

// The loop runs twice: over whole vectors in place, then over a vector that holds the rest. (Two loops would double the
// code; a test for the rest inside the loop would keep constants out of registers.)
#define UNARY(name, expression)                                                                                        \
    static void FN(unary_##name)(const void *source, void *target, size_t count, double alpha) {                       \
        const size_t rest = count % LANES, whole = count - rest;                                                       \
        const T *from = source, a = (T)alpha;                                                                          \
        T *to = target, last[LANES] = {0};                                                                             \
        (void)a;                                                                                                       \
        memcpy(last, from + whole, rest * sizeof(T));                                                                  \
        for (size_t left = whole;; left = LANES) {                                                                     \
            for (size_t i = 0; i < left; i += LANES) {                                                                 \
                V x = FN(load)(from + i);                                                                              \
                FN(store)(to + i, (expression));                                                                       \
            }                                                                                                          \
            if (to == last || rest == 0) break;                                                                        \
            from = to = last;                                                                                          \
        }                                                                                                              \
        memcpy((T *)target + whole, last, rest * sizeof(T));                                                           \
    }

#define ONE ((V)(T)1)
#define ZERO ((V)(T)0)
#define SELU_SCALE ((T)1.0507009873554804934193349852946)
#define SELU_SCALE_ALPHA ((T)1.7580993408473768599402175208123)

UNARY(negate, -x)
UNARY(absolute, FN(absolute)(x))
UNARY(sign, x > 0 ? ONE : (x < 0 ? -ONE : x))
UNARY(square, x * x)
UNARY(sqrt, __builtin_elementwise_sqrt(x))
UNARY(rsqrt, 1 / __builtin_elementwise_sqrt(x))
UNARY(reciprocal, 1 / x)
UNARY(exp, FN(exp)(x))
UNARY(expm1, FN(expm1)(x))
UNARY(log, FN(log)(x))
UNARY(log1p, FN(log1p)(x))
UNARY(sin, FN(sine_any)(x, 0, sin))
UNARY(cos, FN(sine_any)(x, 1, cos))
UNARY(tan, FN(each_lane)(x, tan))
UNARY(asin, FN(each_lane)(x, asin))
UNARY(acos, FN(each_lane)(x, acos))
UNARY(atan, FN(each_lane)(x, atan))
UNARY(sinh, FN(each_lane)(x, sinh))
UNARY(cosh, FN(each_lane)(x, cosh))
UNARY(tanh, FN(tanh)(x))
UNARY(asinh, FN(each_lane)(x, asinh))
UNARY(acosh, FN(each_lane)(x, acosh))
UNARY(atanh, FN(each_lane)(x, atanh))
UNARY(erf, FN(each_lane)(x, erf))
UNARY(erfc, FN(each_lane)(x, erfc))
UNARY(sigmoid, FN(sigmoid)(x))
UNARY(softplus, FN(softplus)(x))
UNARY(softsign, x / (1 + FN(absolute)(x)))
UNARY(relu, x < 0 ? ZERO : x)
UNARY(relu6, FN(at_most)(x < 0 ? ZERO : x, 6))
UNARY(elu, x < 0 ? FN(expm1)(x) : x)
UNARY(selu, x < 0 ? SELU_SCALE_ALPHA * FN(expm1)(x) : SELU_SCALE * x)
UNARY(leaky_relu, x > 0 ? x : a * x)
UNARY(floor, __builtin_elementwise_floor(x))
UNARY(ceil, __builtin_elementwise_ceil(x))
UNARY(round, __builtin_elementwise_roundeven(x))

static void (*const FN(unary_functions)[ADJOINT_UNARY_COUNT])(const void *, void *, size_t, double) = {
    [ADJOINT_NEGATE] = FN(unary_negate),         [ADJOINT_ABSOLUTE] = FN(unary_absolute),
    [ADJOINT_SIGN] = FN(unary_sign),             [ADJOINT_SQUARE] = FN(unary_square),
    [ADJOINT_SQRT] = FN(unary_sqrt),             [ADJOINT_RSQRT] = FN(unary_rsqrt),
    [ADJOINT_RECIPROCAL] = FN(unary_reciprocal), [ADJOINT_EXP] = FN(unary_exp),
    [ADJOINT_EXPM1] = FN(unary_expm1),           [ADJOINT_LOG] = FN(unary_log),
    [ADJOINT_LOG1P] = FN(unary_log1p),           [ADJOINT_SIN] = FN(unary_sin),
    [ADJOINT_COS] = FN(unary_cos),               [ADJOINT_TAN] = FN(unary_tan),
    [ADJOINT_ASIN] = FN(unary_asin),             [ADJOINT_ACOS] = FN(unary_acos),
    [ADJOINT_ATAN] = FN(unary_atan),             [ADJOINT_SINH] = FN(unary_sinh),
    [ADJOINT_COSH] = FN(unary_cosh),             [ADJOINT_TANH] = FN(unary_tanh),
    [ADJOINT_ASINH] = FN(unary_asinh),           [ADJOINT_ACOSH] = FN(unary_acosh),
    [ADJOINT_ATANH] = FN(unary_atanh),           [ADJOINT_ERF] = FN(unary_erf),
    [ADJOINT_ERFC] = FN(unary_erfc),             [ADJOINT_SIGMOID] = FN(unary_sigmoid),
    [ADJOINT_SOFTPLUS] = FN(unary_softplus),     [ADJOINT_SOFTSIGN] = FN(unary_softsign),
    [ADJOINT_RELU] = FN(unary_relu),             [ADJOINT_RELU6] = FN(unary_relu6),
    [ADJOINT_ELU] = FN(unary_elu),               [ADJOINT_SELU] = FN(unary_selu),
    [ADJOINT_LEAKY_RELU] = FN(unary_leaky_relu), [ADJOINT_FLOOR] = FN(unary_floor),
    [ADJOINT_CEIL] = FN(unary_ceil),             [ADJOINT_ROUND] = FN(unary_round),
};
#undef UNARY

// g is the incoming gradient; x is the features or the outputs, as TensorFlow's op of that name takes them.
#define GRADIENT(name, expression)                                                                                     \
    static void FN(gradient_##name)(const void *gradient, const void *value, void *target, size_t count,               \
                                    double alpha) {                                                                    \
        const size_t rest = count % LANES, whole = count - rest;                                                       \
        const T *gradients = gradient, *values = value, a = (T)alpha;                                                  \
        T *to = target, last[LANES] = {0}, last_values[LANES] = {0};                                                   \
        (void)a;                                                                                                       \
        memcpy(last, gradients + whole, rest * sizeof(T));                                                             \
        memcpy(last_values, values + whole, rest * sizeof(T));                                                         \
        for (size_t left = whole;; left = LANES) {                                                                     \
            for (size_t i = 0; i < left; i += LANES) {                                                                 \
                V g = FN(load)(gradients + i), x = FN(load)(values + i);                                               \
                FN(store)(to + i, (expression));                                                                       \
            }                                                                                                          \
            if (to == last || rest == 0) break;                                                                        \
            gradients = to = last;                                                                                     \
            values = last_values;                                                                                      \
        }                                                                                                              \
        memcpy((T *)target + whole, last, rest * sizeof(T));                                                           \
    }

GRADIENT(relu, x > 0 ? g : ZERO)
GRADIENT(relu6, ((x > 0) & (x < 6)) ? g : ZERO)
GRADIENT(elu, x < 0 ? (x + 1) * g : g)
GRADIENT(selu, x < 0 ? g * (x + SELU_SCALE_ALPHA) : g * SELU_SCALE)
GRADIENT(leaky_relu, x > 0 ? g : a * g)
GRADIENT(softplus, g * FN(sigmoid)(x))
GRADIENT(softsign, g / ((1 + FN(absolute)(x)) * (1 + FN(absolute)(x))))
GRADIENT(sigmoid, g * x * (1 - x))
GRADIENT(tanh, g * (1 - x * x))
GRADIENT(sqrt, g * (T)0.5 / x)
GRADIENT(rsqrt, (T)-0.5 * g * (x * x * x))
GRADIENT(reciprocal, -g * (x * x))

static void (*const FN(gradient_functions)[ADJOINT_UNARY_GRADIENT_COUNT])(const void *, const void *, void *, size_t,
                                                                          double) = {
    [ADJOINT_RELU_GRADIENT] = FN(gradient_relu),
    [ADJOINT_RELU6_GRADIENT] = FN(gradient_relu6),
    [ADJOINT_ELU_GRADIENT] = FN(gradient_elu),
    [ADJOINT_SELU_GRADIENT] = FN(gradient_selu),
    [ADJOINT_LEAKY_RELU_GRADIENT] = FN(gradient_leaky_relu),
    [ADJOINT_SOFTPLUS_GRADIENT] = FN(gradient_softplus),
    [ADJOINT_SOFTSIGN_GRADIENT] = FN(gradient_softsign),
    [ADJOINT_SIGMOID_GRADIENT] = FN(gradient_sigmoid),
    [ADJOINT_TANH_GRADIENT] = FN(gradient_tanh),
    [ADJOINT_SQRT_GRADIENT] = FN(gradient_sqrt),
    [ADJOINT_RSQRT_GRADIENT] = FN(gradient_rsqrt),
    [ADJOINT_RECIPROCAL_GRADIENT] = FN(gradient_reciprocal),
};
#undef GRADIENT
#undef ONE
#undef ZERO
#undef SELU_SCALE
#undef SELU_SCALE_ALPHA
