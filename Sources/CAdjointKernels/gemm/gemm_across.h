// Products whose columns fill vectors badly, such as ten of sixteen lanes: computed as Cᵀ = Bᵀ·Aᵀ, whose rows fill them
// well. A multiply-add's factors may change places, so the chains are the same.
//
// The loops run on the transposed problem and leave Cᵀ in a block of scratch memory; from there it is transposed to its
// place, and gets its bias and activation on the way.

// Elements that the block holds.
#define ACROSS_ELEMENTS ((256 << 10) / (int)sizeof(SCALAR))
// The columns of C up to which a stretch of its rows that fits is long enough.
#define ACROSS_COLUMNS 128
// What transposing an element costs, in multiply-adds of a tile: of C, to its place, and of A, where it would not be
// packed otherwise.
#define ACROSS_MOVE_C 10
#define ACROSS_MOVE_A 4

GEMM_INLINE bool FN(goes_across)(const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region) {
    const size_t rows = region.row_end - region.row_start, columns = region.column_end - region.column_start;
    if (columns > ACROSS_COLUMNS || columns % LANES == 0 || rows < LANES) { return false; }
    const size_t along = rows * FN(whole_vectors)(columns) * problem->depth;
    const bool moves_a = problem->a_depth_stride == 1;
    const size_t moves = ACROSS_MOVE_C * rows * columns + (moves_a ? ACROSS_MOVE_A * rows * problem->depth : 0);
    return columns * FN(whole_vectors)(rows) * problem->depth + moves < along;
}

// C's elements from their transpose: `rows` rows from the one at `row`, columns from `column` on.
static void FN(transpose_back)(
    const struct adjoint_gemm_problem *problem, size_t row, size_t rows, size_t column, size_t columns,
    const SCALAR *block, size_t stride) {
    for (size_t first = 0; first < columns; first += LANES) {
        const size_t lanes = MIN_OF(LANES, columns - first);
        const SCALAR *lines[LANES];
        for (size_t lane = 0; lane < LANES; ++lane) { lines[lane] = block + MIN_OF(first + lane, columns - 1) * stride; }
        SCALAR *c = (SCALAR *)problem->c + (ptrdiff_t)row * problem->c_row_stride + (ptrdiff_t)(column + first);
        // The stride is whole vectors, so reading beyond the last row stays within the block.
        for (size_t i = 0; i < rows; i += QUAD) {
            VECTOR vectors[QUAD];
#pragma clang loop unroll(full)
            for (int r = 0; r < QUAD; ++r) { vectors[r] = JOIN(lines + r, i); }
            TRANSPOSE(vectors);
#pragma clang loop unroll(full)
            for (int r = 0; r < QUAD; ++r) {
                if (i + (size_t)r < rows) {
                    FN(finish)(problem, column + first, lanes, vectors[r], c);
                    c += problem->c_row_stride;
                }
            }
        }
    }
}

static void FN(multiply_across)(
    const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region, SCALAR *scratch, SCALAR *block) {
    const size_t columns = region.column_end - region.column_start;
    const size_t longest = ACROSS_ELEMENTS / columns / LANES * LANES;
    const size_t rows = region.row_end - region.row_start, stretches = (rows + longest - 1) / longest;
    struct adjoint_gemm_problem across = {
        .rows = problem->columns, .columns = problem->rows, .depth = problem->depth,
        .a = problem->b, .a_row_stride = problem->b_column_stride, .a_depth_stride = problem->b_depth_stride,
        .b = problem->a, .b_depth_stride = problem->a_depth_stride, .b_column_stride = problem->a_row_stride,
        .activation = ADJOINT_GEMM_IDENTITY,
    };
    for (size_t stretch = 0; stretch < stretches; ++stretch) {
        const size_t start = region.row_start + FN(part_start)(rows, stretches, stretch);
        const size_t end = region.row_start + FN(part_start)(rows, stretches, stretch + 1);
        const size_t stride = FN(whole_vectors)(end - start);
        // The loops address Cᵀ by absolute rows and columns; this is where it would begin.
        across.c = block - (ptrdiff_t)(region.column_start * stride + start);
        across.c_row_stride = (ptrdiff_t)stride;
        FN(multiply_along)(
            &across,
            (struct adjoint_gemm_region){
                .row_start = region.column_start, .row_end = region.column_end, .column_start = start,
                .column_end = end},
            scratch);
        FN(transpose_back)(problem, start, end - start, region.column_start, columns, block, stride);
    }
}
