#pragma once
#include "adjoint_types.h"

/// Functions of one argument, in the order of `UnaryFunction` in Swift.
typedef enum adjoint_unary {
    ADJOINT_NEGATE = 0,
    ADJOINT_ABSOLUTE,
    ADJOINT_SIGN,
    ADJOINT_SQUARE,
    ADJOINT_SQRT,
    ADJOINT_RSQRT,
    ADJOINT_RECIPROCAL,
    ADJOINT_EXP,
    ADJOINT_EXPM1,
    ADJOINT_LOG,
    ADJOINT_LOG1P,
    ADJOINT_SIN,
    ADJOINT_COS,
    ADJOINT_TAN,
    ADJOINT_ASIN,
    ADJOINT_ACOS,
    ADJOINT_ATAN,
    ADJOINT_SINH,
    ADJOINT_COSH,
    ADJOINT_TANH,
    ADJOINT_ASINH,
    ADJOINT_ACOSH,
    ADJOINT_ATANH,
    ADJOINT_ERF,
    ADJOINT_ERFC,
    ADJOINT_SIGMOID,
    ADJOINT_SOFTPLUS,
    ADJOINT_SOFTSIGN,
    ADJOINT_RELU,
    ADJOINT_RELU6,
    ADJOINT_ELU,
    ADJOINT_SELU,
    ADJOINT_LEAKY_RELU,
    ADJOINT_FLOOR,
    ADJOINT_CEIL,
    ADJOINT_ROUND,
    ADJOINT_UNARY_COUNT
} adjoint_unary;

/// Gradients of functions of one argument, in the order of `UnaryGradient` in Swift.
typedef enum adjoint_unary_gradient {
    ADJOINT_RELU_GRADIENT = 0,
    ADJOINT_RELU6_GRADIENT,
    ADJOINT_ELU_GRADIENT,
    ADJOINT_SELU_GRADIENT,
    ADJOINT_LEAKY_RELU_GRADIENT,
    ADJOINT_SOFTPLUS_GRADIENT,
    ADJOINT_SOFTSIGN_GRADIENT,
    ADJOINT_SIGMOID_GRADIENT,
    ADJOINT_TANH_GRADIENT,
    ADJOINT_SQRT_GRADIENT,
    ADJOINT_RSQRT_GRADIENT,
    ADJOINT_RECIPROCAL_GRADIENT,
    ADJOINT_UNARY_GRADIENT_COUNT
} adjoint_unary_gradient;

/// Functions of two arguments of one type with a result of that type, in the order of `BinaryFunction` in Swift.
typedef enum adjoint_binary {
    ADJOINT_ADD = 0,
    ADJOINT_SUBTRACT,
    ADJOINT_MULTIPLY,
    ADJOINT_DIVIDE,
    ADJOINT_DIVIDE_NO_NAN,
    ADJOINT_FLOOR_DIVIDE,
    ADJOINT_FLOOR_MODULO,
    ADJOINT_TRUNCATE_MODULO,
    ADJOINT_POWER,
    ADJOINT_MAXIMUM,
    ADJOINT_MINIMUM,
    ADJOINT_SQUARED_DIFFERENCE,
    ADJOINT_ATAN2,
    ADJOINT_BINARY_COUNT
} adjoint_binary;

/// Comparisons, and logical functions of booleans, with a boolean result; in the order of `Comparison` in Swift.
typedef enum adjoint_comparison {
    ADJOINT_EQUAL = 0,
    ADJOINT_NOT_EQUAL,
    ADJOINT_LESS,
    ADJOINT_LESS_EQUAL,
    ADJOINT_GREATER,
    ADJOINT_GREATER_EQUAL,
    ADJOINT_LOGICAL_AND,
    ADJOINT_LOGICAL_OR,
    ADJOINT_COMPARISON_COUNT
} adjoint_comparison;

/// Predicates of floating-point numbers, in the order of `FloatPredicate` in Swift.
typedef enum adjoint_predicate {
    ADJOINT_IS_NAN = 0,
    ADJOINT_IS_INFINITE,
    ADJOINT_IS_FINITE,
    ADJOINT_PREDICATE_COUNT
} adjoint_predicate;

/// A two-dimensional walk over the operands of a binary function: `rows` runs of `columns` elements, written to
/// contiguous memory. `step` is 1 where an operand advances within a run, 0 where one element serves the whole run;
/// at least one operand advances.
typedef struct adjoint_binary_walk {
    size_t rows, columns;
    ptrdiff_t left_row_stride, right_row_stride;
    int left_step, right_step;
} adjoint_binary_walk;

/// What a binary function met that is an error in TensorFlow.
typedef enum adjoint_arithmetic_fault {
    ADJOINT_NO_FAULT = 0,
    ADJOINT_DIVISION_BY_ZERO = 1,
    ADJOINT_NEGATIVE_EXPONENT = 2
} adjoint_arithmetic_fault;

bool adjoint_unary_supports(adjoint_unary function, adjoint_type type);
void adjoint_unary_apply(adjoint_vector_isa isa, adjoint_unary function, adjoint_type type, const void *source,
                         void *target, size_t count, double alpha);
void adjoint_unary_gradient_apply(adjoint_vector_isa isa, adjoint_unary_gradient function, adjoint_type type,
                                  const void *gradient, const void *value, void *target, size_t count, double alpha);
void adjoint_predicate_apply(adjoint_predicate function, adjoint_type type, const void *source, uint8_t *target,
                             size_t count);
void adjoint_logical_not(const uint8_t *source, uint8_t *target, size_t count);

bool adjoint_binary_supports(adjoint_binary function, adjoint_type type);
adjoint_arithmetic_fault adjoint_binary_apply(adjoint_vector_isa isa, adjoint_binary function, adjoint_type type,
                                              const void *left, const void *right, void *target,
                                              const adjoint_binary_walk *walk);
bool adjoint_comparison_supports(adjoint_comparison function, adjoint_type type);
void adjoint_comparison_apply(adjoint_vector_isa isa, adjoint_comparison function, adjoint_type type, const void *left,
                              const void *right, uint8_t *target, const adjoint_binary_walk *walk);
/// One run of `target[i] = condition[i * c] ? left[i * l] : right[i * r]` for elements of 1, 2, 4, 8 or 16 bytes.
void adjoint_select_run(size_t element_size, const uint8_t *condition, const void *left, const void *right,
                        void *target, size_t count, int condition_step, int left_step, int right_step);

/// Converts between any two element types: floating point to integer truncates toward zero and saturates, NaN gives 0;
/// anything but zero becomes true.
void adjoint_cast(adjoint_type source_type, adjoint_type target_type, const void *source, void *target, size_t count);
