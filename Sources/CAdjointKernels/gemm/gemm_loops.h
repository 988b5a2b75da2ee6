// The loops around the micro-kernels.
//
// A region of C is computed in blocks: columns by up to BLOCK_COLUMNS, depth by up to BLOCK_DEPTH, rows by up to
// BLOCK_ROWS. Within a block, stripes of B (a tile wide, the block's depth long, in the first-level cache) meet panels
// of A (a tile high; together, in the second-level cache). A stripe is packed just before its first use. Operands
// that a tile can read well where they are, are not packed at all.

// The tile that suits a number of rows: its greatest height, and its width in vectors.
struct FN(shape) {
    size_t panels;
    size_t vectors;
};

static struct FN(shape) FN(choose_shape)(size_t rows) {
    static const unsigned char vectors_for_height[MAX_ROWS] = VECTORS_FOR_HEIGHT;
    const size_t panels = (rows + MAX_ROWS - 1) / MAX_ROWS;
    const size_t height = (rows + panels - 1) / panels;
    return (struct FN(shape)){panels, vectors_for_height[height - 1]};
}

// Where part `index` of `parts` nearly equal parts of `total` begins.
GEMM_INLINE size_t FN(part_start)(size_t total, size_t parts, size_t index) {
    return total / parts * index + MIN_OF(index, total % parts);
}

static void FN(multiply)(
    const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, void *scratch) {
    if (region.row_start >= region.row_end || region.column_start >= region.column_end) { return; }
    const size_t rows = region.row_end - region.row_start;
    const struct FN(shape) shape = FN(choose_shape)(rows);
    const size_t width = shape.vectors * LANES;
    // With few panels, a stripe is not used often enough to pay for its packing, unless it must be transposed.
    const bool packs_b = problem->b_column_stride != 1 || shape.panels >= PACK_B_PANELS;
    const bool a_is_by_rows = problem->a_depth_stride == 1;
    const size_t columns = region.column_end - region.column_start;
    const bool packs_a = columns >= (a_is_by_rows ? PACK_A_LINES_COLUMNS : PACK_A_ROWS_COLUMNS);

    SCALAR *const packed_a = scratch;
    SCALAR *const packed_b = packed_a + BLOCK_ROWS / MAX_ROWS * PANEL_WIDTH * BLOCK_DEPTH;

    const size_t block_panels = BLOCK_ROWS / MAX_ROWS;
    const size_t depth_blocks = problem->depth == 0 ? 1 : (problem->depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
    struct FN(tile_work) work = {
        .c_row_stride = problem->c_row_stride,
        .activation = problem->activation,
    };

    for (size_t column_start = region.column_start; column_start < region.column_end; column_start += BLOCK_COLUMNS) {
        const size_t column_end = MIN_OF(region.column_end, column_start + BLOCK_COLUMNS);
        for (size_t depth_block = 0; depth_block < depth_blocks; ++depth_block) {
            const size_t k = FN(part_start)(problem->depth, depth_blocks, depth_block);
            work.depth = FN(part_start)(problem->depth, depth_blocks, depth_block + 1) - k;
            work.continues = depth_block > 0;
            work.ends = depth_block + 1 == depth_blocks;
            for (size_t panel_start = 0; panel_start < shape.panels; panel_start += block_panels) {
                const size_t panel_end = MIN_OF(shape.panels, panel_start + block_panels);
                for (size_t column = column_start; column < column_end; column += width) {
                    const size_t valid = MIN_OF(width, column_end - column);
                    const size_t vectors = (valid + LANES - 1) / LANES;
                    const SCALAR *const b =
                        (const SCALAR *)problem->b + k * problem->b_depth_stride + column * problem->b_column_stride;
                    work.last_lanes = valid - (vectors - 1) * LANES;
                    work.bias = problem->bias ? (const SCALAR *)problem->bias + column : NULL;
                    if (packs_b || work.last_lanes < LANES) {
                        // A stripe that no other block of rows will use shares one place with the next.
                        SCALAR *const stripe =
                            shape.panels <= block_panels ? packed_b : packed_b + (column - column_start) * work.depth;
                        const size_t stripe_width = vectors * LANES;
                        if (panel_start == 0) {
                            if (problem->b_column_stride == 1) {
                                const size_t wide_depth = FN(wide_depth)(
                                    work.depth, stripe_width, problem->columns - column, problem->columns,
                                    problem->depth - k, problem->b_depth_stride);
                                FN(pack_rows)(
                                    b, problem->b_depth_stride, work.depth, wide_depth, valid, stripe_width, stripe);
                            } else {
                                FN(pack_lines)(b, problem->b_column_stride, work.depth, valid, stripe_width, stripe);
                            }
                        }
                        work.b = stripe;
                        work.b_depth_stride = stripe_width;
                    } else {
                        work.b = b;
                        work.b_depth_stride = problem->b_depth_stride;
                    }
                    for (size_t panel = panel_start; panel < panel_end; ++panel) {
                        const size_t row = region.row_start + FN(part_start)(rows, shape.panels, panel);
                        const size_t height = region.row_start + FN(part_start)(rows, shape.panels, panel + 1) - row;
                        const SCALAR *const a =
                            (const SCALAR *)problem->a + row * problem->a_row_stride + k * problem->a_depth_stride;
                        if (packs_a) {
                            SCALAR *const packed = packed_a + (panel - panel_start) * PANEL_WIDTH * work.depth;
                            if (column == column_start) {
                                if (a_is_by_rows) {
                                    FN(pack_lines)(
                                        a, problem->a_row_stride, work.depth, height, PANEL_WIDTH, packed);
                                } else {
                                    const size_t wide_depth = FN(wide_depth)(
                                        work.depth, PANEL_WIDTH, problem->rows - row, problem->rows,
                                        problem->depth - k, problem->a_depth_stride);
                                    FN(pack_rows)(
                                        a, problem->a_depth_stride, work.depth, wide_depth, height, PANEL_WIDTH,
                                        packed);
                                }
                            }
                            work.a = packed;
                            work.a_row_stride = 1;
                            work.a_depth_stride = PANEL_WIDTH;
                        } else {
                            work.a = a;
                            work.a_row_stride = problem->a_row_stride;
                            work.a_depth_stride = problem->a_depth_stride;
                        }
                        work.c = (SCALAR *)problem->c + row * problem->c_row_stride + column;
                        FN(tiles)[height - 1][vectors - 1](&work);
                    }
                }
            }
        }
    }
}

const struct adjoint_gemm_kernel GEMM_PASTE(adjoint_gemm_, GEMM_PASTE(SUFFIX, GEMM_PASTE(_, ISA))) = {
    .multiply = FN(multiply),
    .scratch_bytes =
        sizeof(SCALAR) * BLOCK_DEPTH * (BLOCK_ROWS / MAX_ROWS * PANEL_WIDTH + BLOCK_COLUMNS + MAX_VECTORS * LANES),
    .tile_rows = MAX_ROWS,
    .tile_columns = 2 * LANES,
};
