// The reductions of booleans and of every integer type.
#define T uint8_t
#define INT int8_t
#define WIDE uint8_t
#define SUFFIX b8
#define IS_FLOAT 0
#define IS_BOOL 1
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL

#define T int8_t
#define INT int8_t
#define WIDE uint8_t
#define SUFFIX i8
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST INT8_MIN
#define LARGEST INT8_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST

#define T uint8_t
#define INT int8_t
#define WIDE uint8_t
#define SUFFIX u8
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST 0
#define LARGEST UINT8_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST

#define T int16_t
#define INT int16_t
#define WIDE uint16_t
#define SUFFIX i16
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST INT16_MIN
#define LARGEST INT16_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST

#define T uint16_t
#define INT int16_t
#define WIDE uint16_t
#define SUFFIX u16
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST 0
#define LARGEST UINT16_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST

#define T int32_t
#define INT int32_t
#define WIDE uint32_t
#define SUFFIX i32
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST INT32_MIN
#define LARGEST INT32_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST

#define T uint32_t
#define INT int32_t
#define WIDE uint32_t
#define SUFFIX u32
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST 0
#define LARGEST UINT32_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST

#define T int64_t
#define INT int64_t
#define WIDE uint64_t
#define SUFFIX i64
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST INT64_MIN
#define LARGEST INT64_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST

#define T uint64_t
#define INT int64_t
#define WIDE uint64_t
#define SUFFIX u64
#define IS_FLOAT 0
#define IS_BOOL 0
#define SMALLEST 0
#define LARGEST UINT64_MAX
#include "reduce_template.h"
#undef T
#undef INT
#undef WIDE
#undef SUFFIX
#undef IS_FLOAT
#undef IS_BOOL
#undef SMALLEST
#undef LARGEST
