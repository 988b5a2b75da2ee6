// Products whose operand A is gathered from an array instead of standing in a matrix: convolutions, without a copy of
// the image for every element of the window.
//
// In: what gemm_tile.h lists. The chains are those of every product: ascending k, from +0 or from what C holds.

struct FN(gathered_work) {
    const struct adjoint_gathered_problem *problem;
    // The first of the tile's rows and columns.
    size_t row;
    size_t column;
    // The columns of the last vector that exist in C.
    size_t last_lanes;
};

GEMM_INLINE void FN(gathered_tile)(const int R, const int V, const struct FN(gathered_work) *work) {
    const struct adjoint_gathered_problem *const problem = work->problem;
    VECTOR acc[MAX_ROWS][MAX_VECTORS];
    ptrdiff_t rows[MAX_ROWS];
    const size_t last_lanes = work->last_lanes;
    SCALAR *const c = (SCALAR *)problem->c + work->column;
    const ptrdiff_t *const c_rows = problem->c_rows + work->row;
#pragma clang loop unroll(full)
    for (int i = 0; i < R; ++i) {
        rows[i] = problem->a_rows[work->row + (size_t)i];
        __builtin_prefetch(c + c_rows[i], 1);
        __builtin_prefetch(c + c_rows[i] + V * LANES - 1, 1);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < R; ++i) {
#pragma clang loop unroll(full)
        for (int j = 0; j < V; ++j) {
            if (!problem->continues) {
                acc[i][j] = 0;
            } else if (j < V - 1 || last_lanes == LANES) {
                acc[i][j] = *(const VECTOR *)(c + c_rows[i] + j * LANES);
            } else {
                acc[i][j] = FN(load_first)(c + c_rows[i] + j * LANES, last_lanes);
            }
        }
    }
    const SCALAR *b = (const SCALAR *)problem->b + work->column;
    const ptrdiff_t step = problem->a_step, b_depth_stride = problem->b_depth_stride;
    for (size_t segment = 0; segment < problem->segments; ++segment) {
        const SCALAR *a = (const SCALAR *)problem->a + problem->a_segments[segment];
        for (size_t k = 0; k < problem->segment_length; ++k) {
            VECTOR row_of_b[MAX_VECTORS];
#pragma clang loop unroll(full)
            for (int j = 0; j < V; ++j) { row_of_b[j] = *(const VECTOR *)(b + j * LANES); }
#pragma clang loop unroll(full)
            for (int i = 0; i < R; ++i) {
                const VECTOR element_of_a = a[rows[i]];
#pragma clang loop unroll(full)
                for (int j = 0; j < V; ++j) {
                    acc[i][j] = __builtin_elementwise_fma(element_of_a, row_of_b[j], acc[i][j]);
                }
            }
            a += step;
            b += b_depth_stride;
        }
    }
    if (problem->bias || problem->activation != ADJOINT_GEMM_IDENTITY) {
        const SCALAR *const bias = problem->bias ? (const SCALAR *)problem->bias + work->column : NULL;
#pragma clang loop unroll(full)
        for (int j = 0; j < V; ++j) {
            if (bias) {
                const VECTOR bias_vector = j < V - 1 || last_lanes == LANES
                    ? *(const VECTOR *)(bias + j * LANES) : FN(load_first)(bias + j * LANES, last_lanes);
#pragma clang loop unroll(full)
                for (int i = 0; i < R; ++i) { acc[i][j] = acc[i][j] + bias_vector; }
            }
#pragma clang loop unroll(full)
            for (int i = 0; i < R; ++i) { acc[i][j] = FN(activate)(acc[i][j], problem->activation); }
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < R; ++i) {
        SCALAR *const row = c + c_rows[i];
#pragma clang loop unroll(full)
        for (int j = 0; j < V - 1; ++j) { *(VECTOR *)(row + j * LANES) = acc[i][j]; }
        if (last_lanes == LANES) {
            *(VECTOR *)(row + (V - 1) * LANES) = acc[i][V - 1];
        } else {
            FN(store_first)(row + (V - 1) * LANES, acc[i][V - 1], last_lanes);
        }
    }
}

#define DEFINE_TILE(R, V) \
    static __attribute__((noinline)) void FN(gathered_tile_##R##x##V)(const struct FN(gathered_work) *work) { \
        FN(gathered_tile)(R, V, work); \
    }
FOR_EACH_TILE(DEFINE_TILE)
#undef DEFINE_TILE

// The tile functions by rows - 1 and vectors - 1.
static void (*const FN(gathered_tiles)[MAX_ROWS][MAX_VECTORS])(const struct FN(gathered_work) *work) = {
#define TILE_ENTRY(R, V) [R - 1][V - 1] = FN(gathered_tile_##R##x##V),
    FOR_EACH_TILE(TILE_ENTRY)
#undef TILE_ENTRY
};

static void FN(multiply_gathered)(const struct adjoint_gathered_problem *problem, struct adjoint_gemm_region region) {
    if (region.row_start >= region.row_end || region.column_start >= region.column_end) { return; }
    static const unsigned char vectors_for_height[MAX_ROWS] = VECTORS_FOR_HEIGHT;
    const size_t rows = region.row_end - region.row_start, columns = region.column_end - region.column_start;
    // Stripes of nearly equal width, none wider than a tile of half the greatest height takes: that many columns share
    // the reading of an element of A. Then the tallest tile of that width.
    const size_t vectors = (columns + LANES - 1) / LANES, widest = vectors_for_height[MAX_ROWS / 2 - 1];
    const size_t stripes = (vectors + widest - 1) / widest;
    const size_t width = (vectors + stripes - 1) / stripes;
    size_t tallest = MAX_ROWS;
    while (vectors_for_height[tallest - 1] < width) { --tallest; }
    const size_t panels = (rows + tallest - 1) / tallest;
    struct FN(gathered_work) work = {.problem = problem};
    for (size_t column = 0; column < columns; column += width * LANES) {
        const size_t valid = MIN_OF(width * LANES, columns - column);
        const size_t stripe_vectors = (valid + LANES - 1) / LANES;
        work.column = region.column_start + column;
        work.last_lanes = valid - (stripe_vectors - 1) * LANES;
        for (size_t panel = 0; panel < panels; ++panel) {
            const size_t start = FN(part_start)(rows, panels, panel);
            const size_t height = FN(part_start)(rows, panels, panel + 1) - start;
            work.row = region.row_start + start;
            FN(gathered_tiles)[height - 1][stripe_vectors - 1](&work);
        }
    }
}
