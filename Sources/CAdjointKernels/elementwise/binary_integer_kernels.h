// The binary functions of every integer type.
#define T int8_t
#define SUFFIX i8
#define IS_FLOAT 0
#define IS_SIGNED 1
#define W uint32_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W

#define T uint8_t
#define SUFFIX u8
#define IS_FLOAT 0
#define IS_SIGNED 0
#define W uint32_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W

#define T int16_t
#define SUFFIX i16
#define IS_FLOAT 0
#define IS_SIGNED 1
#define W uint32_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W

#define T uint16_t
#define SUFFIX u16
#define IS_FLOAT 0
#define IS_SIGNED 0
#define W uint32_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W

#define T int32_t
#define SUFFIX i32
#define IS_FLOAT 0
#define IS_SIGNED 1
#define W uint32_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W

#define T uint32_t
#define SUFFIX u32
#define IS_FLOAT 0
#define IS_SIGNED 0
#define W uint32_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W

#define T int64_t
#define SUFFIX i64
#define IS_FLOAT 0
#define IS_SIGNED 1
#define W uint64_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W

#define T uint64_t
#define SUFFIX u64
#define IS_FLOAT 0
#define IS_SIGNED 0
#define W uint64_t
#include "integer_arithmetic.h"
#include "binary_template.h"
#undef T
#undef SUFFIX
#undef IS_FLOAT
#undef IS_SIGNED
#undef W
