// Advanced SIMD: 32 registers of 16 bytes, so at most 24 accumulators beside B's vectors and A's elements.
#if defined(__aarch64__)

#define ISA neon
#define VECTOR_BYTES 16
#define BLOCK_DEPTH 1024
#define BLOCK_BYTES (240 << 10)
#define MAX_ROWS 8
#define MAX_VECTORS 8
#define VECTORS_FOR_HEIGHT {8, 8, 6, 4, 4, 3, 3, 3}
// clang-format off
#define FOR_EACH_TILE(DO)                                                   \
    DO(1, 1) DO(1, 2) DO(1, 3) DO(1, 4) DO(1, 5) DO(1, 6) DO(1, 7) DO(1, 8) \
    DO(2, 1) DO(2, 2) DO(2, 3) DO(2, 4) DO(2, 5) DO(2, 6) DO(2, 7) DO(2, 8) \
    DO(3, 1) DO(3, 2) DO(3, 3) DO(3, 4) DO(3, 5) DO(3, 6)                   \
    DO(4, 1) DO(4, 2) DO(4, 3) DO(4, 4)                                     \
    DO(5, 1) DO(5, 2) DO(5, 3) DO(5, 4)                                     \
    DO(6, 1) DO(6, 2) DO(6, 3)                                              \
    DO(7, 1) DO(7, 2) DO(7, 3)                                              \
    DO(8, 1) DO(8, 2) DO(8, 3)
// clang-format on

#include "gemm_template.h"

#endif
