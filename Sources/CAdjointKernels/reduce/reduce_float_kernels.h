// The reductions of one instruction set for float and double.
#define T float
#define INT int32_t
#define WIDE double
#define SUFFIX f32
#define IS_FLOAT 1
#define IS_BOOL 0
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL

#define T double
#define INT int64_t
#define WIDE double
#define SUFFIX f64
#define IS_FLOAT 1
#define IS_BOOL 0
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
