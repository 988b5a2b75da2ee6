// Functions of two arguments of type T over a two-dimensional walk. Every expression is a chain of exactly rounded
// operations (or one libm call), so the compiler may vectorize it without changing a bit.
// For integers, W is an unsigned type in which arithmetic wraps; IS_FLOAT and IS_SIGNED say what T is.

#define BINARY_LOOP(TARGET, left_index, right_index, expression)                                                       \
    ADJOINT_VECTORIZE for (size_t i = 0; i < columns; i++) {                                                           \
        T a = x[left_index], b = y[right_index];                                                                       \
        z[i] = (TARGET)(expression);                                                                                   \
    }

#define BINARY_AS(TARGET, name, expression)                                                                            \
    static adjoint_arithmetic_fault FN(name)(const void *left, const void *right, void *target,                        \
                                             const adjoint_binary_walk *walk) {                                        \
        const size_t columns = walk->columns;                                                                          \
        int fault = ADJOINT_NO_FAULT;                                                                                  \
        for (size_t row = 0; row < walk->rows; row++) {                                                                \
            const T *x = (const T *)left + (ptrdiff_t)row * walk->left_row_stride;                                     \
            const T *y = (const T *)right + (ptrdiff_t)row * walk->right_row_stride;                                   \
            TARGET *z = (TARGET *)target + row * columns;                                                              \
            if (walk->left_step && walk->right_step) {                                                                 \
                BINARY_LOOP(TARGET, i, i, expression)                                                                  \
            } else if (walk->left_step) {                                                                              \
                BINARY_LOOP(TARGET, i, 0, expression)                                                                  \
            } else {                                                                                                   \
                BINARY_LOOP(TARGET, 0, i, expression)                                                                  \
            }                                                                                                          \
        }                                                                                                              \
        return (adjoint_arithmetic_fault)fault;                                                                        \
    }
#define BINARY(name, expression) BINARY_AS(T, binary_##name, expression)
#define COMPARISON(name, expression) BINARY_AS(uint8_t, comparison_##name, expression)

#if IS_FLOAT
// As TensorFlow: a NaN on either side gives NaN.
BINARY(maximum, a > b || a != a ? a : b)
BINARY(minimum, a < b || a != a ? a : b)
BINARY(add, a + b)
BINARY(subtract, a - b)
BINARY(multiply, a *b)
BINARY(divide, a / b)
BINARY(divide_no_nan, b == 0 ? 0 : a / b)
BINARY(floor_divide, FN(floor_quotient)(a, b))
BINARY(floor_modulo, FN(floor_remainder)(a, b))
BINARY(truncate_modulo, FN(remainder)(a, b))
BINARY(power, FN(power)(a, b))
BINARY(squared_difference, (a - b) * (a - b))
BINARY(atan2, (T)atan2((double)a, (double)b))
#else
BINARY(maximum, a > b ? a : b)
BINARY(minimum, a < b ? a : b)
BINARY(add, (W)a + (W)b)
BINARY(subtract, (W)a - (W)b)
BINARY(multiply, (W)a *(W)b)
BINARY(divide, FN(quotient)(a, b, &fault))
BINARY(floor_divide, FN(floor_quotient)(a, b, &fault))
BINARY(floor_modulo, FN(floor_remainder)(a, b, &fault))
BINARY(truncate_modulo, FN(remainder)(a, b, &fault))
BINARY(power, FN(power)(a, b, &fault))
BINARY(squared_difference, ((W)a - (W)b) * ((W)a - (W)b))
#endif

COMPARISON(equal, a == b)
COMPARISON(not_equal, a != b)
COMPARISON(less, a < b)
COMPARISON(less_equal, a <= b)
COMPARISON(greater, a > b)
COMPARISON(greater_equal, a >= b)

static adjoint_arithmetic_fault (*const FN(binary_functions)[ADJOINT_BINARY_COUNT])(
    const void *, const void *, void *, const adjoint_binary_walk *) = {
    [ADJOINT_ADD] = FN(binary_add),
    [ADJOINT_SUBTRACT] = FN(binary_subtract),
    [ADJOINT_MULTIPLY] = FN(binary_multiply),
    [ADJOINT_DIVIDE] = FN(binary_divide),
    [ADJOINT_FLOOR_DIVIDE] = FN(binary_floor_divide),
    [ADJOINT_FLOOR_MODULO] = FN(binary_floor_modulo),
    [ADJOINT_TRUNCATE_MODULO] = FN(binary_truncate_modulo),
    [ADJOINT_POWER] = FN(binary_power),
    [ADJOINT_MAXIMUM] = FN(binary_maximum),
    [ADJOINT_MINIMUM] = FN(binary_minimum),
    [ADJOINT_SQUARED_DIFFERENCE] = FN(binary_squared_difference),
#if IS_FLOAT
    [ADJOINT_DIVIDE_NO_NAN] = FN(binary_divide_no_nan),
    [ADJOINT_ATAN2] = FN(binary_atan2),
#endif
};
static adjoint_arithmetic_fault (*const FN(comparison_functions)[ADJOINT_COMPARISON_COUNT])(
    const void *, const void *, void *, const adjoint_binary_walk *) = {
    [ADJOINT_EQUAL] = FN(comparison_equal),     [ADJOINT_NOT_EQUAL] = FN(comparison_not_equal),
    [ADJOINT_LESS] = FN(comparison_less),       [ADJOINT_LESS_EQUAL] = FN(comparison_less_equal),
    [ADJOINT_GREATER] = FN(comparison_greater), [ADJOINT_GREATER_EQUAL] = FN(comparison_greater_equal),
};
#undef BINARY
#undef COMPARISON
#undef BINARY_AS
#undef BINARY_LOOP
