// The binary functions of one instruction set for float and double.
#define T float
#define SUFFIX f32
#define IS_FLOAT 1
#define IS_SIGNED 1
#include "float_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED

#define T double
#define SUFFIX f64
#define IS_FLOAT 1
#define IS_SIGNED 1
#include "float_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
