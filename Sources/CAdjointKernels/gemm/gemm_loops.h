// The loops around the micro-kernels.
//
// A region of C is computed in blocks of columns and depth; a block's A is cut into panels (a tile high), its B into
// stripes (a tile wide). Operands that a tile can read well where they are, are not packed.
//
// Few panels are computed stripe by stripe: a stripe, packed just before if at all, meets all of them. Many panels are
// computed one after the other: a block's stripes are packed at once and stay in the second-level cache. A tile reads them
// there as fast as in the first, so that a block may be as deep as the product, which has two gains: C is written once and
// never read, and a tile's beginning and end, when the multipliers wait, come seldom.

// How a region is computed.
struct FN(plan) {
    const struct adjoint_gemm_problem *problem;
    struct adjoint_gemm_region region;
    // Panels of A: the rows in as many nearly equal parts as the tallest tile makes necessary; so many rows each, and one
    // more in each of the first few.
    size_t panels;
    size_t panel_rows;
    size_t taller_panels;
    // Stripes of B: the vectors of C's columns in nearly equal parts, none wider than a tile of the panels' height may be;
    // so many vectors each, and one more in each of the first few.
    size_t width;
    size_t stripes;
    size_t stripe_vectors;
    size_t wider_stripes;
    bool packs_a;
    bool packs_b;
    // Whether the block's stripes stay packed while panel after panel meets them.
    bool keeps_stripes;
    bool prefetches_b;
    SCALAR *packed_a;
    SCALAR *packed_b;
};

// The part of a region that is computed at once.
struct FN(block) {
    size_t first_stripe;
    size_t end_stripe;
    size_t column_start;
    size_t k;
    size_t depth;
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
    const size_t vectors = FN(whole_vectors)(columns) / LANES, width = vectors_for_height[height - 1];
    const size_t stripes = (vectors + width - 1) / width;
    const size_t b_bytes = problem->columns * problem->depth * sizeof(SCALAR);
    // With few panels, a stripe is not used often enough to pay for its packing, unless it must be transposed; even less
    // so where the second-level cache holds all of B.
    const bool packs_b =
        !b_is_by_rows || (!is_shallow && panels >= (b_bytes <= SMALL_B_BYTES ? PACK_SMALL_B_PANELS : PACK_B_PANELS));
    // A panel's lines of memory, if they lie a multiple of this apart, have few places in the caches.
    const bool crowds_caches = (size_t)problem->a_depth_stride * sizeof(SCALAR) % CROWDING_BYTES == 0;
    const bool packs_a = !a_is_by_rows && crowds_caches && !is_shallow && columns >= PACK_A_BY_COLUMNS_COLUMNS;
    return (struct FN(plan)){
        .problem = problem,
        .region = region,
        .panels = panels,
        .panel_rows = rows / panels,
        .taller_panels = rows % panels,
        .width = width,
        .stripes = stripes,
        // Without masked moves the last one must be packed, so it gets what the others leave.
        .stripe_vectors = HAS_MASKED_MOVES ? vectors / stripes : width,
        .wider_stripes = HAS_MASKED_MOVES ? vectors % stripes : 0,
        .packs_a = packs_a,
        .packs_b = packs_b,
        .keeps_stripes = packs_b && panels > FEW_PANELS,
        .prefetches_b = packs_b && b_is_by_rows && b_bytes >= PREFETCH_B_BYTES,
        .packed_a = scratch,
        .packed_b = scratch + PACKED_A_ELEMENTS,
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

// Packs the panel of A, stored by columns, that begins at a row.
static void FN(pack_panel)(
    const struct adjoint_gemm_problem *problem, const struct FN(block) *block, const SCALAR *a, size_t row,
    size_t height, SCALAR *packed) {
    const size_t wide_depth = FN(wide_depth)(
        block->depth, PANEL_WIDTH, problem->rows - row, problem->rows, problem->depth - block->k,
        problem->a_depth_stride);
    FN(pack_rows)(a, problem->a_depth_stride, block->depth, wide_depth, height, PANEL_WIDTH, packed);
}

// The lines of rows that will be needed after `tiles` tiles of a depth.
GEMM_INLINE struct FN(lines_ahead) FN(lines_of_rows)(
    const SCALAR *first, ptrdiff_t row_stride, size_t rows, size_t columns, size_t depth, size_t tiles) {
    const uintptr_t address = (uintptr_t)first;
    const size_t row_bytes = columns * sizeof(SCALAR), lines = rows * ((row_bytes + LINE_BYTES - 1) / LINE_BYTES);
    const size_t steps = MAX_OF(depth / DEPTH_STEP * tiles, 1);
    return (struct FN(lines_ahead)){
        .address = address,
        .row_end = address + row_bytes,
        .row_bytes = row_bytes,
        .row_stride_bytes = row_stride * (ptrdiff_t)sizeof(SCALAR),
        .lines_left = lines,
        .lines_at_once = (lines + steps - 1) / steps,
    };
}

// The rows of a region's panel.
struct FN(panel) {
    size_t start;
    size_t end;
};

// Without a division, like stripe_at: where tiles are small, one for each would be felt.
GEMM_INLINE struct FN(panel) FN(panel_at)(const struct FN(plan) *plan, size_t index) {
    const size_t start = plan->region.row_start + index * plan->panel_rows + MIN_OF(index, plan->taller_panels);
    return (struct FN(panel)){.start = start, .end = start + plan->panel_rows + (index < plan->taller_panels)};
}

// The columns of a region's stripe.
struct FN(stripe) {
    size_t start;
    size_t end;
    size_t vectors;
};

GEMM_INLINE struct FN(stripe) FN(stripe_at)(const struct FN(plan) *plan, size_t index) {
    const size_t first = index * plan->stripe_vectors + MIN_OF(index, plan->wider_stripes);
    const size_t start = plan->region.column_start + first * LANES;
    const size_t vectors = plan->stripe_vectors + (index < plan->wider_stripes);
    const size_t end = MIN_OF(start + vectors * LANES, plan->region.column_end);
    return (struct FN(stripe)){
        .start = start,
        .end = end,
        .vectors = HAS_MASKED_MOVES ? vectors : FN(whole_vectors)(end - start) / LANES,
    };
}

// Where a block's stripe stays packed.
GEMM_INLINE SCALAR *FN(kept_stripe)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(stripe) stripe) {
    return plan->packed_b + (stripe.start - block->column_start) * block->depth;
}

// Packs all stripes of a block, a few of B's rows at a time: rows from end to end are what the processor foresees.
static void FN(pack_block)(const struct FN(plan) *plan, const struct FN(block) *block) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const size_t most_rows = problem->b_column_stride == 1 ? PACK_BLOCK_ROWS : block->depth;
    for (size_t k = 0; k < block->depth; k += most_rows) {
        const struct FN(block) rows = {.k = block->k + k, .depth = MIN_OF(most_rows, block->depth - k)};
        for (size_t index = block->first_stripe; index < block->end_stripe; ++index) {
            const struct FN(stripe) stripe = FN(stripe_at)(plan, index);
            const size_t width = stripe.vectors * LANES;
            const SCALAR *const b = (const SCALAR *)problem->b + (ptrdiff_t)rows.k * problem->b_depth_stride
                + (ptrdiff_t)stripe.start * problem->b_column_stride;
            FN(pack_stripe)(
                problem, &rows, b, stripe.start, stripe.end - stripe.start, width,
                FN(kept_stripe)(plan, block, stripe) + k * width);
        }
    }
}

// A stripe of B as tiles will read it: packed now, packed before or where it is.
GEMM_INLINE void FN(use_stripe)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(stripe) stripe, struct FN(tile_work) *work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const size_t valid = stripe.end - stripe.start;
    work->last_lanes = valid - (stripe.vectors - 1) * LANES;
    work->bias = problem->bias ? (const SCALAR *)problem->bias + stripe.start : NULL;
    const SCALAR *const b = (const SCALAR *)problem->b + (ptrdiff_t)block->k * problem->b_depth_stride
        + (ptrdiff_t)stripe.start * problem->b_column_stride;
    if (plan->packs_b || (!HAS_MASKED_MOVES && work->last_lanes < LANES)) {
        SCALAR *const packed = plan->keeps_stripes ? FN(kept_stripe)(plan, block, stripe) : plan->packed_b;
        if (!plan->keeps_stripes) {
            FN(pack_stripe)(problem, block, b, stripe.start, valid, stripe.vectors * LANES, packed);
        }
        work->b = packed;
        work->last_lanes_of_b = LANES;
        work->b_depth_stride = (ptrdiff_t)(stripe.vectors * LANES);
    } else {
        work->b = b;
        work->last_lanes_of_b = work->last_lanes;
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
        work->a_row_stride = 1;
        work->a_depth_stride = PANEL_WIDTH;
    } else {
        work->a = a;
        work->a_row_stride = problem->a_row_stride;
        work->a_depth_stride = problem->a_depth_stride;
    }
}

// Computes the tile where a panel and a stripe meet.
GEMM_INLINE void FN(compute_tile)(
    const struct adjoint_gemm_problem *problem, struct FN(panel) panel, struct FN(stripe) stripe,
    struct FN(tile_work) *work) {
    work->c = (SCALAR *)problem->c + (ptrdiff_t)panel.start * problem->c_row_stride + (ptrdiff_t)stripe.start;
    FN(tiles)[panel.end - panel.start - 1][stripe.vectors - 1](work);
}

// Computes a block stripe by stripe. Beside its tiles each stripe asks for the next one's elements.
static void FN(multiply_by_stripes)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(tile_work) work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const size_t panel_elements = PANEL_WIDTH * block->depth;
    const SCALAR *const b = (const SCALAR *)problem->b + (ptrdiff_t)block->k * problem->b_depth_stride;
    for (size_t index = block->first_stripe; index < block->end_stripe; ++index) {
        const struct FN(stripe) stripe = FN(stripe_at)(plan, index);
        FN(use_stripe)(plan, block, stripe, &work);
        work.ahead = plan->prefetches_b && index + 1 < block->end_stripe
            ? FN(lines_of_rows)(
                  b + stripe.end, problem->b_depth_stride, block->depth, stripe.end - stripe.start, block->depth,
                  plan->panels)
            : (struct FN(lines_ahead)){.lines_left = 0};
        for (size_t panel_index = 0; panel_index < plan->panels; ++panel_index) {
            const struct FN(panel) panel = FN(panel_at)(plan, panel_index);
            SCALAR *const packed = plan->packed_a + panel_index * panel_elements;
            FN(use_panel)(plan, block, panel, index == block->first_stripe, packed, &work);
            FN(compute_tile)(problem, panel, stripe, &work);
        }
    }
}

// Computes a block panel by panel. Beside its tiles each panel asks for the next one's elements.
static void FN(multiply_by_panels)(
    const struct FN(plan) *plan, const struct FN(block) *block, struct FN(tile_work) work) {
    const struct adjoint_gemm_problem *const problem = plan->problem;
    const SCALAR *const a = (const SCALAR *)problem->a + (ptrdiff_t)block->k * problem->a_depth_stride;
    const size_t stripes = block->end_stripe - block->first_stripe;
    FN(pack_block)(plan, block);
    for (size_t panel_index = 0; panel_index < plan->panels; ++panel_index) {
        const struct FN(panel) panel = FN(panel_at)(plan, panel_index);
        const bool is_last = panel_index + 1 == plan->panels;
        const size_t next_height = is_last ? 0 : FN(panel_at)(plan, panel_index + 1).end - panel.end;
        const SCALAR *const next_a = a + (ptrdiff_t)panel.end * problem->a_row_stride;
        work.ahead = problem->a_depth_stride == 1
            ? FN(lines_of_rows)(next_a, problem->a_row_stride, next_height, block->depth, block->depth, stripes)
            : FN(lines_of_rows)(
                  next_a, problem->a_depth_stride, is_last ? 0 : block->depth, next_height, block->depth, stripes);
        for (size_t index = block->first_stripe; index < block->end_stripe; ++index) {
            const struct FN(stripe) stripe = FN(stripe_at)(plan, index);
            FN(use_stripe)(plan, block, stripe, &work);
            FN(use_panel)(plan, block, panel, index == block->first_stripe, plan->packed_a, &work);
            FN(compute_tile)(problem, panel, stripe, &work);
        }
    }
}

// Computes a region with vectors along the rows of C.
static void FN(multiply_along)(
    const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, SCALAR *scratch) {
    const struct FN(plan) plan = FN(make_plan)(problem, region, scratch);
    const bool packs_as_it_goes = plan.packs_a || (plan.packs_b && !plan.keeps_stripes);
    // Whole vectors, so that rows of A are cut where their lines of memory are.
    const size_t deepest = MIN_OF(
        packs_as_it_goes ? SHALLOW_BLOCK_DEPTH : BLOCK_DEPTH, PACKED_B_ELEMENTS / (plan.width * LANES) / LANES * LANES);
    const size_t depth_blocks = problem->depth == 0 ? 1 : (problem->depth + deepest - 1) / deepest;
    const size_t block_depth = FN(whole_vectors)((problem->depth + depth_blocks - 1) / depth_blocks);
    struct FN(tile_work) work = {.c_row_stride = problem->c_row_stride, .activation = problem->activation};
    struct FN(block) block;
    const size_t most_stripes =
        plan.keeps_stripes ? PACKED_B_ELEMENTS / (plan.width * LANES * MAX_OF(block_depth, 1)) : plan.stripes;
    const size_t column_blocks = (plan.stripes + most_stripes - 1) / most_stripes;
    for (size_t column_block = 0; column_block < column_blocks; ++column_block) {
        block.first_stripe = FN(part_start)(plan.stripes, column_blocks, column_block);
        block.end_stripe = FN(part_start)(plan.stripes, column_blocks, column_block + 1);
        block.column_start = FN(stripe_at)(&plan, block.first_stripe).start;
        for (size_t depth_block = 0; depth_block < depth_blocks; ++depth_block) {
            block.k = depth_block * block_depth;
            block.depth = MIN_OF(block_depth, problem->depth - block.k);
            work.depth = block.depth;
            work.continues = depth_block > 0;
            work.ends = depth_block + 1 == depth_blocks;
            if (plan.keeps_stripes) {
                FN(multiply_by_panels)(&plan, &block, work);
            } else {
                FN(multiply_by_stripes)(&plan, &block, work);
            }
        }
    }
}
