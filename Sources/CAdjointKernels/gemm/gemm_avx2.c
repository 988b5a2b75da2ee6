// AVX2 with FMA: 16 registers of 32 bytes, so at most 12 accumulators beside B's vectors and A's element.
#if defined(__x86_64__)

#define ISA avx2
#define VECTOR_BYTES 32
#define BLOCK_DEPTH 1024
#define BLOCK_BYTES (320 << 10)
#define MAX_ROWS 6
#define MAX_VECTORS 8
#define VECTORS_FOR_HEIGHT {8, 6, 4, 2, 2, 2}
// clang-format off
#define FOR_EACH_TILE(DO)                                                   \
    DO(1, 1) DO(1, 2) DO(1, 3) DO(1, 4) DO(1, 5) DO(1, 6) DO(1, 7) DO(1, 8) \
    DO(2, 1) DO(2, 2) DO(2, 3) DO(2, 4) DO(2, 5) DO(2, 6)                   \
    DO(3, 1) DO(3, 2) DO(3, 3) DO(3, 4)                                     \
    DO(4, 1) DO(4, 2)                                                       \
    DO(5, 1) DO(5, 2)                                                       \
    DO(6, 1) DO(6, 2)
// clang-format on

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "gemm_template.h"
#pragma clang attribute pop

#endif
