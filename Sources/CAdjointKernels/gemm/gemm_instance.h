// The kernel of one instruction set and element type. In: what gemm_template.h lists, and SUFFIX, IS_F32, LANES.

// Elements between a packed panel's successive k: a whole number of vectors.
#define PANEL_WIDTH ((MAX_ROWS + LANES - 1) / LANES * LANES)
// Elements of packed memory: of A few panels, of B the stripes of a block.
#define PACKED_A_ELEMENTS (FEW_PANELS * PANEL_WIDTH * SHALLOW_BLOCK_DEPTH)
#define PACKED_B_ELEMENTS (BLOCK_BYTES / (int)sizeof(SCALAR))
// A that is packed beside a B that is not has few panels.
_Static_assert(PACK_B_PANELS <= FEW_PANELS + 1 && PACK_SMALL_B_PANELS <= FEW_PANELS + 1, "packed panels have room");
_Static_assert(BLOCK_DEPTH % LANES == 0 && SHALLOW_BLOCK_DEPTH % LANES == 0, "blocks are whole vectors");

#include "gemm_types.h"
#include "gemm_tile.h"
#include "gemm_pack.h"
#include "gemm_loops.h"
#include "gemm_lines.h"
#include "gemm_across.h"
#include "gemm_gathered.h"

// Elements of scratch memory for the loops.
#define LOOPS_ELEMENTS (PACKED_A_ELEMENTS + PACKED_B_ELEMENTS)

static void FN(multiply)(
    const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, void *scratch) {
    if (region.row_start >= region.row_end || region.column_start >= region.column_end) { return; }
    const size_t rows = region.row_end - region.row_start, columns = region.column_end - region.column_start;
    if (problem->b_column_stride != 1 && rows == 1 && columns >= LANES) {
        FN(multiply_lines)(problem, region);
    } else if (FN(goes_across)(problem, region)) {
        FN(multiply_across)(problem, region, scratch, (SCALAR *)scratch + LOOPS_ELEMENTS);
    } else {
        FN(multiply_along)(problem, region, scratch);
    }
}

const struct adjoint_gemm_kernel GEMM_PASTE(adjoint_gemm_, GEMM_PASTE(SUFFIX, GEMM_PASTE(_, ISA))) = {
    .multiply = FN(multiply),
    .multiply_gathered = FN(multiply_gathered),
    .scratch_bytes = sizeof(SCALAR) * (LOOPS_ELEMENTS + ACROSS_ELEMENTS),
    .tile_rows = MAX_ROWS,
    .tile_columns = 2 * LANES,
    .lanes = LANES,
};

#undef LOOPS_ELEMENTS
#undef ACROSS_ELEMENTS
#undef ACROSS_COLUMNS
#undef ACROSS_MOVE_C
#undef ACROSS_MOVE_A
#undef LINE_GROUPS
#undef PANEL_WIDTH
#undef PACKED_A_ELEMENTS
#undef PACKED_B_ELEMENTS
#undef GEMM_PASTE_
#undef GEMM_PASTE
#undef FN
#undef SCALAR
#undef VECTOR
#undef BLOCK
#undef JOIN
#undef TRANSPOSE
#undef QUAD
