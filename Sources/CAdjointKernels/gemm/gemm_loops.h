// The loops around the micro-kernels.
//
// A region of C is computed in blocks of columns and depth; a block's A is cut into panels (a tile high), its B into
// stripes (a tile wide). Operands that a tile can read well where they are, are not packed.
//
// The first panels of a block are computed stripe by stripe: a stripe, packed just before and in the first-level cache,
// meets all of them. If there are more panels, the packed stripes stay in the second-level cache, and each other panel,
// packed just before and in the first-level cache, meets all stripes. So the tiles go along the same rows of C, which are
// in as few pages of memory as a panel has rows; going down the panels throughout touches a page for every row of A:
// measured, 4 % slower at 1024³ on a Xeon.

// How a region is computed.
struct FN(plan) {
    const struct adjoint_gemm_problem *problem;
    struct adjoint_gemm_region region;
    // Panels of A: the rows in as many nearly equal parts as the tallest tile makes necessary; so many rows each, and one
    // more in each of the first few.
    size_t panels;
    size_t panel_rows;
    size_t taller_panels;
    // Vectors of the widest stripe of B: the tile width that suits the panels' height.
    size_t width;
    bool packs_a;
    bool packs_b;
    // The panels that each stripe meets when it is packed.
    size_t leading_panels;
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
    size_t stripes;
};

GEMM_INLINE size_t FN(whole_vectors)(size_t count) { return (count + LANES - 1) / LANES * LANES; }

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
    const bool packs_a =
        !is_shallow && columns >= (a_is_by_rows ? PACK_A_BY_ROWS_COLUMNS : PACK_A_BY_COLUMNS_COLUMNS);
    return (struct FN(plan)){
        .problem = problem,
        .region = region,
        .panels = panels,
        .panel_rows = rows / panels,
        .taller_panels = rows % panels,
        .width = vectors_for_height[height - 1],
        .packs_a = packs_a,
        .packs_b = packs_b,
        .leading_panels = packs_b && panels > FEW_PANELS ? LEADING_PANELS : panels,
        .prefetches_b = packs_b && b_is_by_rows && b_bytes >= PREFETCH_B_BYTES,
        .packed_a = scratch,
        .packed_b = scratch + PACKED_A_ELEMENTS,
    };
}

// Whether a block's packed stripes stay for the panels that follow the leading ones.
GEMM_INLINE bool FN(keeps_stripes)(const struct FN(plan) *plan) { return plan->leading_panels < plan->panels; }

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

// Packs the panel of A that begins at a row: rows where A is stored by rows, columns where it is stored by columns. A tile
// reads both equally fast, and transposing rows would take as long as one of thirty tiles.
static void FN(pack_panel)(
    const struct adjoint_gemm_problem *problem, const struct FN(block) *block, const SCALAR *a, size_t row,
    size_t height, SCALAR *packed) {
    const bool is_by_rows = problem->a_depth_stride == 1;
    const size_t lines = is_by_rows ? height : block->depth, length = is_by_rows ? block->depth : height;
    const size_t width = is_by_rows ? FN(whole_vectors)(block->depth) : PANEL_WIDTH;
    const size_t wide_lines = is_by_rows
        ? FN(wide_depth)(
              lines, width, problem->depth - block->k, problem->depth, problem->rows - row, problem->a_row_stride)
        : FN(wide_depth)(
              lines, width, problem->rows - row, problem->rows, problem->depth - block->k, problem->a_depth_stride);
    FN(pack_rows)(
        a, is_by_rows ? problem->a_row_stride : problem->a_depth_stride, lines, wide_lines, length, width, packed);
}

// What tile `index` of `tiles` asks for of the rows that will be packed next.
GEMM_INLINE struct FN(rows_ahead) FN(part_of_rows)(
    const SCALAR *first, ptrdiff_t row_stride, size_t rows, size_t columns, size_t tiles, size_t index) {
    const size_t start = FN(part_start)(rows, tiles, index), end = FN(part_start)(rows, tiles, index + 1);
    return (struct FN(rows_ahead)){
        .address = (uintptr_t)(first + (ptrdiff_t)start * row_stride),
        .row_stride = row_stride,
        .rows_at_once = (end - start + TILE_STRETCHES - 1) / TILE_STRETCHES,
        .columns = columns,
    };
}

// The rows of a region's panel.
struct FN(panel) {
    size_t start;
    size_t end;
};

GEMM_INLINE struct FN(panel) FN(panel_at)(const struct FN(plan) *plan, size_t index) {
    // A division for each tile would be felt where tiles are small.
    const size_t start = plan->region.row_start + index * plan->panel_rows + MIN_OF(index, plan->taller_panels);
    return (struct FN(panel)){.start = start, .end = start + plan->panel_rows + (index < plan->taller_panels)};
}

// The columns of a block's stripe.
struct FN(stripe) {
    size_t start;
    size_t end;
    size_t vectors;
};

GEMM_INLINE struct FN(stripe) FN(stripe_at)(
    const struct FN(plan) *plan, const struct FN(block) *block, size_t index) {
    // Nearly equal stripes; but without masked moves the last one must be packed, so it gets what the others leave.
    const size_t vectors = FN(whole_vectors)(block->column_end - block->column_start) / LANES;
    const size_t first = HAS_MASKED_MOVES ? FN(part_start)(vectors, block->stripes, index) : index * plan->width;
    const size_t end = HAS_MASKED_MOVES
        ? FN(part_start)(vectors, block->stripes, index + 1) : MIN_OF(vectors, (index + 1) * plan->width);
    return (struct FN(stripe)){
        .start = block->column_start + first * LANES,
        .end = MIN_OF(block->column_start + end * LANES, block->column_end),
        .vectors = end - first,
    };
}

// A stripe of B as tiles will read it: packed now, packed before or where it is.
GEMM_INLINE void FN(use_stripe)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(stripe) stripe, bool is_first_panel,
    struct FN(tile_work) *work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const size_t valid = stripe.end - stripe.start;
    work->last_lanes = valid - (stripe.vectors - 1) * LANES;
    work->bias = problem->bias ? (const SCALAR *)problem->bias + stripe.start : NULL;
    const SCALAR *const b = (const SCALAR *)problem->b + (ptrdiff_t)block->k * problem->b_depth_stride
        + (ptrdiff_t)stripe.start * problem->b_column_stride;
    if (plan->packs_b || (!HAS_MASKED_MOVES && work->last_lanes < LANES)) {
        SCALAR *const packed =
            plan->packed_b + (FN(keeps_stripes)(plan) ? (stripe.start - block->column_start) * block->depth : 0);
        if (is_first_panel) {
            FN(pack_stripe)(problem, block, b, stripe.start, valid, stripe.vectors * LANES, packed);
        }
        work->b = packed;
        work->b_depth_stride = (ptrdiff_t)(stripe.vectors * LANES);
    } else {
        work->b = b;
        work->b_depth_stride = problem->b_depth_stride;
    }
}

// A panel of A as tiles will read it: packed now, packed before or where it is.
GEMM_INLINE void FN(use_panel)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(panel) panel, bool is_first_stripe,
    SCALAR *packed, struct FN(tile_work) *work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const SCALAR *const a = (const SCALAR *)problem->a + (ptrdiff_t)panel.start * problem->a_row_stride
        + (ptrdiff_t)block->k * problem->a_depth_stride;
    if (plan->packs_a) {
        if (is_first_stripe) { FN(pack_panel)(problem, block, a, panel.start, panel.end - panel.start, packed); }
        work->a = packed;
        const bool is_by_rows = problem->a_depth_stride == 1;
        work->a_row_stride = is_by_rows ? (ptrdiff_t)FN(whole_vectors)(block->depth) : 1;
        work->a_depth_stride = is_by_rows ? 1 : PANEL_WIDTH;
    } else {
        work->a = a;
        work->a_row_stride = problem->a_row_stride;
        work->a_depth_stride = problem->a_depth_stride;
    }
}

// Computes the tile where a panel and a stripe meet; the next one begins at a row and a column.
GEMM_INLINE void FN(compute_tile)(
    const struct adjoint_gemm_problem *problem, struct FN(panel) panel, struct FN(stripe) stripe, size_t next_row,
    size_t next_column, struct FN(tile_work) *work) {
    work->c = (SCALAR *)problem->c + (ptrdiff_t)panel.start * problem->c_row_stride + (ptrdiff_t)stripe.start;
    work->next_c = (uintptr_t)(
        (const SCALAR *)problem->c + (ptrdiff_t)next_row * problem->c_row_stride + (ptrdiff_t)next_column);
    FN(tiles)[panel.end - panel.start - 1][stripe.vectors - 1](work);
}

// Computes a block's leading panels stripe by stripe. Beside its tiles each stripe asks for the next one's elements.
static void FN(multiply_leading_panels)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(tile_work) work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const size_t panel_elements = PANEL_WIDTH * FN(whole_vectors)(block->depth);
    const SCALAR *const b = (const SCALAR *)problem->b + (ptrdiff_t)block->k * problem->b_depth_stride;
    for (size_t index = 0; index < block->stripes; ++index) {
        const struct FN(stripe) stripe = FN(stripe_at)(plan, block, index);
        FN(use_stripe)(plan, block, stripe, true, &work);
        const bool asks = plan->prefetches_b && index + 1 < block->stripes;
        for (size_t panel_index = 0; panel_index < plan->leading_panels; ++panel_index) {
            const struct FN(panel) panel = FN(panel_at)(plan, panel_index);
            FN(use_panel)(plan, block, panel, index == 0, plan->packed_a + panel_index * panel_elements, &work);
            work.ahead = asks ? FN(part_of_rows)(
                                    b + stripe.end, problem->b_depth_stride, block->depth, stripe.end - stripe.start,
                                    plan->leading_panels, panel_index)
                              : (struct FN(rows_ahead)){.rows_at_once = 0};
            const bool is_last = panel_index + 1 == plan->leading_panels;
            FN(compute_tile)(
                problem, panel, stripe, is_last ? plan->region.row_start : panel.end,
                is_last ? stripe.end : stripe.start, &work);
        }
    }
}

// Computes a block's other panels one by one. Beside its tiles each panel asks for the next one's elements.
static void FN(multiply_other_panels)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(tile_work) work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const SCALAR *const a = (const SCALAR *)problem->a + (ptrdiff_t)block->k * problem->a_depth_stride;
    for (size_t panel_index = plan->leading_panels; panel_index < plan->panels; ++panel_index) {
        const struct FN(panel) panel = FN(panel_at)(plan, panel_index);
        const bool asks = plan->packs_a && panel_index + 1 < plan->panels;
        const size_t next_height = asks ? FN(panel_at)(plan, panel_index + 1).end - panel.end : 0;
        const SCALAR *const next_a = a + (ptrdiff_t)panel.end * problem->a_row_stride;
        for (size_t index = 0; index < block->stripes; ++index) {
            const struct FN(stripe) stripe = FN(stripe_at)(plan, block, index);
            FN(use_stripe)(plan, block, stripe, false, &work);
            FN(use_panel)(plan, block, panel, index == 0, plan->packed_a, &work);
            work.ahead = !asks ? (struct FN(rows_ahead)){.rows_at_once = 0}
                : problem->a_depth_stride == 1
                ? FN(part_of_rows)(next_a, problem->a_row_stride, next_height, block->depth, block->stripes, index)
                : FN(part_of_rows)(
                      next_a, problem->a_depth_stride, block->depth, next_height, block->stripes, index);
            const bool is_last = index + 1 == block->stripes;
            FN(compute_tile)(
                problem, panel, stripe, is_last ? panel.end : panel.start, is_last ? block->column_start : stripe.end,
                &work);
        }
    }
}

// Computes a region with vectors along the rows of C.
static void FN(multiply_along)(
    const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, SCALAR *scratch) {
    const struct FN(plan) plan = FN(make_plan)(problem, region, scratch);
    const size_t columns = region.column_end - region.column_start;
    const size_t deepest = columns > NARROW_COLUMNS ? BLOCK_DEPTH : DEEP_BLOCK_DEPTH;
    const size_t depth_blocks = problem->depth == 0 ? 1 : (problem->depth + deepest - 1) / deepest;
    // Whole vectors, so that rows of A are cut where their lines of memory are.
    const size_t block_depth = FN(whole_vectors)((problem->depth + depth_blocks - 1) / depth_blocks);
    struct FN(tile_work) work = {.c_row_stride = problem->c_row_stride, .activation = problem->activation};
    struct FN(block) block;
    const size_t vectors = FN(whole_vectors)(columns) / LANES;
    const size_t column_blocks =
        FN(keeps_stripes)(&plan) ? (vectors * LANES + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS : 1;
    for (size_t column_block = 0; column_block < column_blocks; ++column_block) {
        const size_t first = FN(part_start)(vectors, column_blocks, column_block);
        const size_t end = FN(part_start)(vectors, column_blocks, column_block + 1);
        block.column_start = region.column_start + first * LANES;
        block.column_end = MIN_OF(region.column_start + end * LANES, region.column_end);
        block.stripes = (end - first + plan.width - 1) / plan.width;
        for (size_t depth_block = 0; depth_block < depth_blocks; ++depth_block) {
            block.k = depth_block * block_depth;
            block.depth = MIN_OF(block_depth, problem->depth - block.k);
            work.depth = block.depth;
            work.continues = depth_block > 0;
            work.ends = depth_block + 1 == depth_blocks;
            FN(multiply_leading_panels)(&plan, &block, work);
            FN(multiply_other_panels)(&plan, &block, work);
        }
    }
}
