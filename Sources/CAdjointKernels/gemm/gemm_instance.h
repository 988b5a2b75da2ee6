// The kernel of one instruction set and element type. In: what gemm_template.h lists, and SUFFIX, IS_F32, LANES.

// Elements between a packed panel's successive k: a whole number of vectors.
#define PANEL_WIDTH ((MAX_ROWS + LANES - 1) / LANES * LANES)
#define BLOCK_PANELS (BLOCK_BYTES / (BLOCK_DEPTH * PANEL_WIDTH * (int)sizeof(SCALAR)))

#include "gemm_types.h"
#include "gemm_tile.h"
#include "gemm_pack.h"
#include "gemm_loops.h"
#include "gemm_gathered.h"
#include "gemm_kernel.h"

#undef PANEL_WIDTH
#undef BLOCK_PANELS
#undef GEMM_PASTE_
#undef GEMM_PASTE
#undef FN
#undef SCALAR
#undef VECTOR
#undef BLOCK
#undef JOIN
#undef TRANSPOSE
#undef QUAD
