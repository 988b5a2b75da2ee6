// The loops around the micro-kernels.
//
// A region of C is computed in blocks: columns by up to BLOCK_COLUMNS, depth by up to BLOCK_DEPTH, rows by up to
// BLOCK_ROWS. Within a block, stripes of B (a tile wide, the block's depth long, in the first-level cache) meet panels
// of A (a tile high; together, in the second-level cache). A stripe is packed just before its first use. Operands
// that a tile can read well where they are, are not packed at all.

// How a region is computed.
struct FN(plan) {
    const struct adjoint_gemm_problem *problem;
    struct adjoint_gemm_region region;
    // Panels of A: the rows in as many nearly equal parts as the tallest tile makes necessary.
    size_t panels;
    size_t row_blocks;
    // Vectors of the widest stripe of B: the tile width that suits the panels' height.
    size_t width;
    bool packs_a;
    bool packs_b;
    bool prefetches_b;
    SCALAR *packed_a;
    SCALAR *packed_b;
};

// The part of a region that is computed at once.
struct FN(block) {
    size_t column_start;
    size_t column_end;
    size_t k;
    size_t depth;
    size_t row_block;
};

// Where part `index` of `parts` nearly equal parts of `total` begins.
GEMM_INLINE size_t FN(part_start)(size_t total, size_t parts, size_t index) {
    return total / parts * index + MIN_OF(index, total % parts);
}

static struct FN(plan) FN(make_plan)(
    const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, SCALAR *scratch) {
    static const unsigned char vectors_for_height[MAX_ROWS] = VECTORS_FOR_HEIGHT;
    const size_t rows = region.row_end - region.row_start, columns = region.column_end - region.column_start;
    // Where the depth is next to nothing, storing C is the work: whole rows, from end to end.
    const bool is_shallow = problem->depth <= SHALLOW_DEPTH && columns <= vectors_for_height[0] * LANES;
    size_t tallest = MAX_ROWS;
    while (is_shallow && tallest > 1 && vectors_for_height[tallest - 1] * LANES < columns) { --tallest; }
    const size_t panels = (rows + tallest - 1) / tallest;
    const size_t height = (rows + panels - 1) / panels;
    const bool a_is_by_rows = problem->a_depth_stride == 1, b_is_by_rows = problem->b_column_stride == 1;
    const size_t b_bytes = problem->columns * problem->depth * sizeof(SCALAR);
    // With few panels, a stripe is not used often enough to pay for its packing, unless it must be transposed; even less
    // so where the second-level cache holds all of B.
    const bool packs_b =
        !b_is_by_rows || (!is_shallow && panels >= (b_bytes <= SMALL_B_BYTES ? PACK_SMALL_B_PANELS : PACK_B_PANELS));
    return (struct FN(plan)){
        .problem = problem,
        .region = region,
        .panels = panels,
        .row_blocks = (panels + BLOCK_PANELS - 1) / BLOCK_PANELS,
        .width = vectors_for_height[height - 1],
        .packs_a = !is_shallow && columns >= (a_is_by_rows ? PACK_A_BY_ROWS_COLUMNS : PACK_A_BY_COLUMNS_COLUMNS),
        .packs_b = packs_b,
        .prefetches_b = packs_b && b_is_by_rows && b_bytes >= PREFETCH_B_BYTES,
        .packed_a = scratch,
        .packed_b = scratch + BLOCK_PANELS * PANEL_WIDTH * BLOCK_DEPTH,
    };
}

// Packs the stripe of B that begins at a column.
static void FN(pack_stripe)(
    const struct adjoint_gemm_problem *problem, const struct FN(block) *block, const SCALAR *b, size_t column,
    size_t valid, size_t width, SCALAR *packed) {
    if (problem->b_column_stride == 1) {
        const size_t wide_depth = FN(wide_depth)(
            block->depth, width, problem->columns - column, problem->columns, problem->depth - block->k,
            problem->b_depth_stride);
        FN(pack_rows)(b, problem->b_depth_stride, block->depth, wide_depth, valid, width, packed);
    } else {
        FN(pack_lines)(b, problem->b_column_stride, block->depth, valid, width, packed);
    }
}

// Packs the panel of A that begins at a row.
static void FN(pack_panel)(
    const struct adjoint_gemm_problem *problem, const struct FN(block) *block, const SCALAR *a, size_t row,
    size_t height, SCALAR *packed) {
    if (problem->a_depth_stride == 1) {
        FN(pack_lines)(a, problem->a_row_stride, block->depth, height, PANEL_WIDTH, packed);
    } else {
        const size_t wide_depth = FN(wide_depth)(
            block->depth, PANEL_WIDTH, problem->rows - row, problem->rows, problem->depth - block->k,
            problem->a_depth_stride);
        FN(pack_rows)(a, problem->a_depth_stride, block->depth, wide_depth, height, PANEL_WIDTH, packed);
    }
}

// What panel `index` of `panels` asks for of a stripe of B that will be packed next.
GEMM_INLINE struct FN(rows_ahead) FN(part_of_stripe)(
    const SCALAR *b, ptrdiff_t depth_stride, size_t depth, size_t columns, size_t panels, size_t index) {
    const size_t start = FN(part_start)(depth, panels, index), end = FN(part_start)(depth, panels, index + 1);
    return (struct FN(rows_ahead)){
        .address = (uintptr_t)(b + (ptrdiff_t)start * depth_stride),
        .row_stride = depth_stride,
        .rows_at_once = (end - start + TILE_STRETCHES - 1) / TILE_STRETCHES,
        .columns = columns,
    };
}

static void FN(multiply_block)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(tile_work) work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const struct adjoint_gemm_region region = plan->region;
    const size_t rows = region.row_end - region.row_start;
    const size_t panel_start = FN(part_start)(plan->panels, plan->row_blocks, block->row_block);
    const size_t panel_end = FN(part_start)(plan->panels, plan->row_blocks, block->row_block + 1);
    const size_t block_vectors = (block->column_end - block->column_start + LANES - 1) / LANES;
    const size_t stripes = (block_vectors + plan->width - 1) / plan->width;
    const size_t first_row = region.row_start + FN(part_start)(rows, plan->panels, panel_start);
    size_t next = block->column_start;
    for (size_t stripe_index = 0; stripe_index < stripes; ++stripe_index) {
        const size_t column = next;
        // Nearly equal stripes; but without masked moves the last one must be packed, so it gets what the others leave.
        next += HAS_MASKED_MOVES
            ? (FN(part_start)(block_vectors, stripes, stripe_index + 1)
               - FN(part_start)(block_vectors, stripes, stripe_index)) * LANES
            : plan->width * LANES;
        next = MIN_OF(next, block->column_end);
        const size_t valid = next - column;
        const size_t vectors = (valid + LANES - 1) / LANES;
        const SCALAR *const b = (const SCALAR *)problem->b + (ptrdiff_t)block->k * problem->b_depth_stride
            + (ptrdiff_t)column * problem->b_column_stride;
        work.last_lanes = valid - (vectors - 1) * LANES;
        work.bias = problem->bias ? (const SCALAR *)problem->bias + column : NULL;
        if (plan->packs_b || (!HAS_MASKED_MOVES && work.last_lanes < LANES)) {
            // A stripe that no other block of rows will use shares one place with the next.
            const size_t offset = plan->row_blocks == 1 ? 0 : (column - block->column_start) * block->depth;
            SCALAR *const stripe = plan->packed_b + offset;
            if (block->row_block == 0) {
                FN(pack_stripe)(problem, block, b, column, valid, vectors * LANES, stripe);
            }
            work.b = stripe;
            work.b_depth_stride = (ptrdiff_t)(vectors * LANES);
        } else {
            work.b = b;
            work.b_depth_stride = problem->b_depth_stride;
        }
        const bool prefetches_next =
            plan->prefetches_b && block->row_block == 0 && next < block->column_end;
        for (size_t panel = panel_start; panel < panel_end; ++panel) {
            const size_t row = region.row_start + FN(part_start)(rows, plan->panels, panel);
            const size_t height = region.row_start + FN(part_start)(rows, plan->panels, panel + 1) - row;
            const SCALAR *const a = (const SCALAR *)problem->a + (ptrdiff_t)row * problem->a_row_stride
                + (ptrdiff_t)block->k * problem->a_depth_stride;
            if (plan->packs_a) {
                SCALAR *const packed = plan->packed_a + (panel - panel_start) * PANEL_WIDTH * block->depth;
                if (column == block->column_start) { FN(pack_panel)(problem, block, a, row, height, packed); }
                work.a = packed;
                work.a_row_stride = 1;
                work.a_depth_stride = PANEL_WIDTH;
            } else {
                work.a = a;
                work.a_row_stride = problem->a_row_stride;
                work.a_depth_stride = problem->a_depth_stride;
            }
            work.next_b = prefetches_next
                ? FN(part_of_stripe)(
                    b + valid, problem->b_depth_stride, block->depth, valid, panel_end - panel_start, panel - panel_start)
                : (struct FN(rows_ahead)){.rows_at_once = 0};
            work.c = (SCALAR *)problem->c + (ptrdiff_t)row * problem->c_row_stride + (ptrdiff_t)column;
            const size_t next_row = panel + 1 < panel_end ? row + height : first_row;
            const size_t next_column = panel + 1 < panel_end ? column : next < block->column_end ? next : column;
            work.next_c = (uintptr_t)((const SCALAR *)problem->c + (ptrdiff_t)next_row * problem->c_row_stride
                + (ptrdiff_t)next_column);
            FN(tiles)[height - 1][vectors - 1](&work);
        }
    }
}

// Computes a region with vectors along the rows of C.
static void FN(multiply_along)(
    const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, SCALAR *scratch) {
    const struct FN(plan) plan = FN(make_plan)(problem, region, scratch);
    const size_t depth_blocks = problem->depth == 0 ? 1 : (problem->depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
    struct FN(tile_work) work = {.c_row_stride = problem->c_row_stride, .activation = problem->activation};
    struct FN(block) block;
    for (size_t column = region.column_start; column < region.column_end; column += BLOCK_COLUMNS) {
        block.column_start = column;
        block.column_end = MIN_OF(region.column_end, column + BLOCK_COLUMNS);
        for (size_t depth_block = 0; depth_block < depth_blocks; ++depth_block) {
            block.k = FN(part_start)(problem->depth, depth_blocks, depth_block);
            block.depth = FN(part_start)(problem->depth, depth_blocks, depth_block + 1) - block.k;
            work.depth = block.depth;
            work.continues = depth_block > 0;
            work.ends = depth_block + 1 == depth_blocks;
            for (block.row_block = 0; block.row_block < plan.row_blocks; ++block.row_block) {
                FN(multiply_block)(&plan, &block, work);
            }
        }
    }
}
