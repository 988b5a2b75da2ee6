#pragma once
// The vectors every kernel is written in: 64 bytes, whatever the instruction set. The compiler splits them into the
// registers there are (four SSE or NEON, two AVX2, one AVX-512), so one source serves all and lanes stay comparable.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Vectors wider than a register never cross a call: every function that takes one is always inlined.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float adjoint_f32x16 __attribute__((ext_vector_type(16)));
typedef int32_t adjoint_i32x16 __attribute__((ext_vector_type(16)));
typedef uint32_t adjoint_u32x16 __attribute__((ext_vector_type(16)));
typedef double adjoint_f64x8 __attribute__((ext_vector_type(8)));
typedef int64_t adjoint_i64x8 __attribute__((ext_vector_type(8)));
typedef double adjoint_f64x16 __attribute__((ext_vector_type(16)));

#define ADJOINT_INLINE static inline __attribute__((always_inline, unused))
#define ADJOINT_JOIN3_(a, b, c) a##_##b##_##c
#define ADJOINT_JOIN3(a, b, c) ADJOINT_JOIN3_(a, b, c)
#define ADJOINT_JOIN2_(a, b) a##_##b
#define ADJOINT_JOIN2(a, b) ADJOINT_JOIN2_(a, b)
/// A name of this instruction set: `ISA_NAME(f)` is `f_avx2` while the AVX2 variant is compiled.
#define ISA_NAME(name) ADJOINT_JOIN2(name, ISA)
/// A name of this element type and instruction set: `FN(f)` is `f_f32_avx2`.
#define FN(name) ADJOINT_JOIN3(name, SUFFIX, ISA)
/// Tells the vectorizer that an output overlaps an input only element on element.
#define ADJOINT_VECTORIZE _Pragma("clang loop vectorize(assume_safety)")
