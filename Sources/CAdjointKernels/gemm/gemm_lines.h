// One row of A times a B that is stored by columns.
//
// Packing such a B would move every element twice for one use. Instead, LANES of its columns at a time are transposed in
// registers, QUAD deep: lane i carries the chain of column i.

// How many groups of LANES columns advance together: enough chains to hide a multiply-add's latency.
#define LINE_GROUPS 2

GEMM_INLINE void FN(finish)(
    const struct adjoint_gemm_problem *problem, size_t column, size_t lanes, VECTOR chains, SCALAR *c) {
    if (problem->bias) { chains = chains + FN(load_first)((const SCALAR *)problem->bias + column, lanes); }
    FN(store_first)(c, FN(activate)(chains, problem->activation), lanes);
}

GEMM_INLINE void FN(lines)(
    const int groups, const struct adjoint_gemm_problem *problem, size_t row, size_t column) {
    const ptrdiff_t stride = problem->b_column_stride, a_stride = problem->a_depth_stride;
    const SCALAR *a = (const SCALAR *)problem->a + (ptrdiff_t)row * problem->a_row_stride;
    const SCALAR *blocks[LINE_GROUPS][LANES / QUAD];
    VECTOR acc[LINE_GROUPS];
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; ++g) {
        acc[g] = 0;
#pragma clang loop unroll(full)
        for (int q = 0; q < LANES / QUAD; ++q) {
            blocks[g][q] = (const SCALAR *)problem->b + (ptrdiff_t)(column + (size_t)(g * LANES + q * QUAD)) * stride;
        }
    }
    size_t k = 0;
    for (; k + QUAD <= problem->depth; k += QUAD) {
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; ++g) {
            VECTOR rows[QUAD];
#pragma clang loop unroll(full)
            for (int r = 0; r < QUAD; ++r) {
                const SCALAR *columns[LANES];
#pragma clang loop unroll(full)
                for (int q = 0; q < LANES / QUAD; ++q) { columns[q * QUAD] = blocks[g][q] + r * stride; }
                rows[r] = JOIN(columns, 0);
            }
            TRANSPOSE(rows);
#pragma clang loop unroll(full)
            for (int r = 0; r < QUAD; ++r) {
                const VECTOR element_of_a = a[r * a_stride];
                acc[g] = __builtin_elementwise_fma(element_of_a, rows[r], acc[g]);
            }
#pragma clang loop unroll(full)
            for (int q = 0; q < LANES / QUAD; ++q) { blocks[g][q] += QUAD; }
        }
        a += QUAD * a_stride;
    }
    for (; k < problem->depth; ++k) {
        const VECTOR element_of_a = *a;
#pragma clang loop unroll(full)
        for (int g = 0; g < groups; ++g) {
            VECTOR row_of_b = 0;
            for (int lane = 0; lane < LANES; ++lane) { row_of_b[lane] = blocks[g][lane / QUAD][lane % QUAD * stride]; }
            acc[g] = __builtin_elementwise_fma(element_of_a, row_of_b, acc[g]);
#pragma clang loop unroll(full)
            for (int q = 0; q < LANES / QUAD; ++q) { blocks[g][q] += 1; }
        }
        a += a_stride;
    }
    SCALAR *const c = (SCALAR *)problem->c + (ptrdiff_t)row * problem->c_row_stride + (ptrdiff_t)column;
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; ++g) {
        FN(finish)(problem, column + (size_t)(g * LANES), LANES, acc[g], c + g * LANES);
    }
}

// Computes a region of few rows and at least LANES columns. The last group overlaps the one before: what both compute
// has the same bits.
static void FN(multiply_lines)(const struct adjoint_gemm_problem *problem, struct adjoint_gemm_region region) {
    for (size_t row = region.row_start; row < region.row_end; ++row) {
        size_t column = region.column_start;
        for (; column + LINE_GROUPS * LANES <= region.column_end; column += LINE_GROUPS * LANES) {
            FN(lines)(LINE_GROUPS, problem, row, column);
        }
        for (; column < region.column_end; column += LANES) {
            FN(lines)(1, problem, row, MIN_OF(column, region.column_end - LANES));
        }
    }
}
