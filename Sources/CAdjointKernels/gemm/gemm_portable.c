// Plain C in vectors of 16 bytes: the fallback where a processor has nothing better. Without hardware FMA the compiler
// calls fma(), which is slow and rounds correctly, so the bits are those of the other kernels.
#define ISA portable
#define VECTOR_BYTES 16
#define BLOCK_DEPTH 512
#define BLOCK_BYTES (128 << 10)
#define MAX_ROWS 4
#define MAX_VECTORS 4
#define VECTORS_FOR_HEIGHT {4, 3, 2, 2}
// clang-format off
#define FOR_EACH_TILE(DO)               \
    DO(1, 1) DO(1, 2) DO(1, 3) DO(1, 4) \
    DO(2, 1) DO(2, 2) DO(2, 3)          \
    DO(3, 1) DO(3, 2)                   \
    DO(4, 1) DO(4, 2)
// clang-format on

#include "gemm_template.h"
