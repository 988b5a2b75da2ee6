// The kernel of one instruction set and element type. In: what gemm_template.h lists, and SUFFIX, IS_F32, LANES.

// Elements between a packed panel's successive k: a whole number of vectors.
#define PANEL_WIDTH ((MAX_ROWS + LANES - 1) / LANES * LANES)
// Depth of a block: a stripe of a full tile's width fills half of the first-level cache.
#ifndef BLOCK_DEPTH
#define BLOCK_DEPTH 320
#endif
// Rows of a block: its panels of A fill half of the second-level cache.
#ifndef BLOCK_MAX_ROWS
#define BLOCK_MAX_ROWS 240
#endif
#define BLOCK_ROWS (BLOCK_MAX_ROWS / MAX_ROWS * MAX_ROWS)
#define BLOCK_COLUMNS 1024

#ifndef PACK_B_PANELS
#define PACK_B_PANELS 4
#endif
#ifndef PACK_A_LINES_COLUMNS
#define PACK_A_LINES_COLUMNS 48
#endif
#ifndef PACK_A_ROWS_COLUMNS
#define PACK_A_ROWS_COLUMNS 256
#endif

#include "gemm_types.h"
#include "gemm_tile.h"
#include "gemm_pack.h"
#include "gemm_loops.h"

#undef GEMM_PASTE_
#undef GEMM_PASTE
#undef FN
#undef SCALAR
#undef VECTOR
#undef BLOCK
#undef JOIN
#undef TRANSPOSE
#undef QUAD
#undef PANEL_WIDTH
#undef BLOCK_ROWS
#undef BLOCK_COLUMNS
