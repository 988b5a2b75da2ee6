// AVX-512: 32 registers of 64 bytes, of which 24 accumulate: with more, the compiler runs out of them.
#if defined(__x86_64__)

#include <immintrin.h>

#define ISA avx512
#define HAS_MASKED_MOVES 1
#define VECTOR_BYTES 64
#define BLOCK_DEPTH 2048
#define BLOCK_BYTES (832 << 10)
#define PACK_SMALL_B_PANELS 18
#define FEW_PANELS 17
#define MAX_ROWS 12
#define MAX_VECTORS 24
#define VECTORS_FOR_HEIGHT {24, 12, 8, 6, 4, 4, 3, 3, 2, 2, 2, 2}
// clang-format off
#define FOR_EACH_TILE(DO)                                                           \
    DO(1, 1) DO(1, 2) DO(1, 3) DO(1, 4) DO(1, 5) DO(1, 6) DO(1, 7) DO(1, 8)         \
    DO(1, 9) DO(1, 10) DO(1, 11) DO(1, 12) DO(1, 13) DO(1, 14) DO(1, 15) DO(1, 16)  \
    DO(1, 17) DO(1, 18) DO(1, 19) DO(1, 20) DO(1, 21) DO(1, 22) DO(1, 23) DO(1, 24) \
    DO(2, 1) DO(2, 2) DO(2, 3) DO(2, 4) DO(2, 5) DO(2, 6) DO(2, 7) DO(2, 8)         \
    DO(2, 9) DO(2, 10) DO(2, 11) DO(2, 12)                                          \
    DO(3, 1) DO(3, 2) DO(3, 3) DO(3, 4) DO(3, 5) DO(3, 6) DO(3, 7) DO(3, 8)         \
    DO(4, 1) DO(4, 2) DO(4, 3) DO(4, 4) DO(4, 5) DO(4, 6)                           \
    DO(5, 1) DO(5, 2) DO(5, 3) DO(5, 4)                                             \
    DO(6, 1) DO(6, 2) DO(6, 3) DO(6, 4)                                             \
    DO(7, 1) DO(7, 2) DO(7, 3)                                                      \
    DO(8, 1) DO(8, 2) DO(8, 3)                                                      \
    DO(9, 1) DO(9, 2)                                                               \
    DO(10, 1) DO(10, 2)                                                             \
    DO(11, 1) DO(11, 2)                                                             \
    DO(12, 1) DO(12, 2)
// clang-format on

#pragma clang attribute push(                                               \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "gemm_template.h"
#pragma clang attribute pop

#endif
