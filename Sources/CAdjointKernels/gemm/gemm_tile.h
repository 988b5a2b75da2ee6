// The micro-kernels: a tile of R rows by V vectors of C, accumulated in registers over a stretch of the depth.
//
// In: MAX_ROWS (rows of the tallest tile), MAX_VECTORS (vectors of the widest), FOR_EACH_TILE (the tiles there are).

// Rows of A or B that will be packed, which a tile asks for in passing: they lie too far apart for the processor to
// foresee.
struct FN(rows_ahead) {
    uintptr_t address;
    ptrdiff_t row_stride;
    // The rows to ask for in each stretch of the tile's depth; 0 for none.
    size_t rows_at_once;
    size_t columns;
};

// One tile's work. A's and B's elements stand where the strides say, packed or not.
struct FN(tile_work) {
    size_t depth;
    const SCALAR *a;
    ptrdiff_t a_row_stride;
    ptrdiff_t a_depth_stride;
    const SCALAR *b;
    ptrdiff_t b_depth_stride;
    SCALAR *c;
    ptrdiff_t c_row_stride;
    // Where the tile that comes next begins in C. An address, because a row below C's last may be asked for.
    uintptr_t next_c;
    struct FN(rows_ahead) ahead;
    // The columns of the last vector that exist in C; without masked moves, B has (or pads) all LANES of them.
    size_t last_lanes;
    // Whether C holds the chains' first part; else they start at +0.
    bool continues;
    // Whether the chains end here, so that bias and activation follow.
    bool ends;
    // The tile's first column's bias, or NULL.
    const SCALAR *bias;
    enum adjoint_gemm_activation activation;
};

// The last vector of a tile's row of B: where moves are masked, B need not have its lanes beyond the columns of C.
GEMM_INLINE VECTOR FN(load_last_of_b)(const SCALAR *p, size_t lanes) {
#if HAS_MASKED_MOVES
    return FN(load_first)(p, lanes);
#else
    (void)lanes;
    return *(const VECTOR *)p;
#endif
}

// Whether a depth is too short to be cut into stretches.
GEMM_INLINE bool FN(is_short)(size_t depth) { return depth < TILE_STRETCHES * SHORT_STRETCH; }

// Asks for the next few of the rows that will be packed.
GEMM_INLINE void FN(ask_for_rows)(struct FN(rows_ahead) *b) {
#pragma clang loop unroll(disable)
    for (size_t row = 0; row < b->rows_at_once; ++row) {
#pragma clang loop unroll(disable)
        for (size_t j = 0; j < b->columns; j += 64 / sizeof(SCALAR)) {
            __builtin_prefetch((const SCALAR *)b->address + j, 0, 2);
        }
        b->address += (uintptr_t)(b->row_stride * (ptrdiff_t)sizeof(SCALAR));
    }
}

// Asks for rows of the tile of C that comes next, and returns where the row after them begins. For the second-level
// cache: the first is full of A and B.
GEMM_INLINE uintptr_t FN(ask_for_c)(const int rows, const int V, uintptr_t c, ptrdiff_t c_row_stride) {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; ++i) {
        __builtin_prefetch((const SCALAR *)c, 0, 2);
        __builtin_prefetch((const SCALAR *)c + V * LANES - 1, 0, 2);
        c += (uintptr_t)(c_row_stride * (ptrdiff_t)sizeof(SCALAR));
    }
    return c;
}

// The chains: acc[i][j] = fma(a[i,k], b[k,j], acc[i][j]) for ascending k.
//
// Meanwhile, unless the depth is short, the next tile's lines of C are asked for, because the first thing it does may be to
// read them, and a part of what will be packed next. A few rows at a time: all at once, they would take all the buffers in
// which lines arrive, and A and B would wait.
GEMM_INLINE void FN(accumulate)(
    const int R, const int V, VECTOR acc[MAX_ROWS][MAX_VECTORS], size_t depth, const SCALAR *a, ptrdiff_t a_row_stride,
    ptrdiff_t a_depth_stride, const SCALAR *b, ptrdiff_t b_depth_stride, size_t last_lanes, uintptr_t next_c,
    ptrdiff_t c_row_stride, struct FN(rows_ahead) ahead) {
    const int rows_at_once = (R + TILE_STRETCHES - 1) / TILE_STRETCHES;
    const int stretches = (R + rows_at_once - 1) / rows_at_once;
    // Every third row has a pointer of its own, and the compiler may not know how they are related: it would walk from
    // row to row, one addition after the other, which takes longer than the multiply-adds.
    const SCALAR *thirds[(MAX_ROWS + 2) / 3];
#pragma clang loop unroll(full)
    for (int i = 0; i < R; i += 3) {
        thirds[i / 3] = a + i * a_row_stride;
        if (a_row_stride != 1) { __asm__("" : "+r"(thirds[i / 3])); }
    }
    size_t k = 0, end = depth;
    if (!FN(is_short)(depth)) {
        end = depth / (size_t)stretches;
        FN(ask_for_rows)(&ahead);
        next_c = FN(ask_for_c)(rows_at_once, V, next_c, c_row_stride);
    }
    const size_t stretch = end;
#pragma clang loop unroll(disable)
    for (;;) {
#pragma clang loop unroll(disable)
        for (; k < end; ++k) {
            // Whichever of A's elements and B's vectors are fewer stay in registers; the others pass by one at a time.
            if (R < V) {
                VECTOR column_of_a[MAX_ROWS];
#pragma clang loop unroll(full)
                for (int i = 0; i < R; ++i) { column_of_a[i] = thirds[i / 3][i % 3 * a_row_stride]; }
#pragma clang loop unroll(full)
                for (int j = 0; j < V; ++j) {
                    const VECTOR vector_of_b = j < V - 1 ? *(const VECTOR *)(b + j * LANES)
                                                         : FN(load_last_of_b)(b + j * LANES, last_lanes);
#pragma clang loop unroll(full)
                    for (int i = 0; i < R; ++i) {
                        acc[i][j] = __builtin_elementwise_fma(column_of_a[i], vector_of_b, acc[i][j]);
                    }
                }
            } else {
                VECTOR row_of_b[MAX_VECTORS];
#pragma clang loop unroll(full)
                for (int j = 0; j < V - 1; ++j) { row_of_b[j] = *(const VECTOR *)(b + j * LANES); }
                row_of_b[V - 1] = FN(load_last_of_b)(b + (V - 1) * LANES, last_lanes);
#pragma clang loop unroll(full)
                for (int i = 0; i < R; ++i) {
                    const VECTOR element_of_a = thirds[i / 3][i % 3 * a_row_stride];
#pragma clang loop unroll(full)
                    for (int j = 0; j < V; ++j) {
                        acc[i][j] = __builtin_elementwise_fma(element_of_a, row_of_b[j], acc[i][j]);
                    }
                }
            }
#pragma clang loop unroll(full)
            for (int i = 0; i < R; i += 3) { thirds[i / 3] += a_depth_stride; }
            b += b_depth_stride;
        }
        if (end == depth) { return; }
        end = depth - end < 2 * stretch ? depth : end + stretch;
        FN(ask_for_rows)(&ahead);
        next_c = FN(ask_for_c)(rows_at_once, V, next_c, c_row_stride);
    }
}

GEMM_INLINE VECTOR FN(activate)(VECTOR x, enum adjoint_gemm_activation activation) {
    const VECTOR zero = 0, six = 6;
    if (activation == ADJOINT_GEMM_IDENTITY) { return x; }
    x = x <= zero ? zero : x;
    return activation == ADJOINT_GEMM_RELU6 ? (x > six ? six : x) : x;
}

GEMM_INLINE void FN(tile)(const int R, const int V, const struct FN(tile_work) *work) {
    VECTOR acc[MAX_ROWS][MAX_VECTORS];
    SCALAR *const c = work->c;
    const ptrdiff_t c_row_stride = work->c_row_stride;
    const size_t last_lanes = work->last_lanes;
    if (FN(is_short)(work->depth)) {
#pragma clang loop unroll(full)
        for (int i = 0; i < R; ++i) {
            // The lines of C that the end of this tile will write, as no tile before it had the time to ask for them.
            __builtin_prefetch(c + i * c_row_stride, 1);
            __builtin_prefetch(c + i * c_row_stride + V * LANES - 1, 1);
        }
    }
    if (work->continues) {
#pragma clang loop unroll(full)
        for (int i = 0; i < R; ++i) {
            const SCALAR *const row = c + i * c_row_stride;
#pragma clang loop unroll(full)
            for (int j = 0; j < V - 1; ++j) { acc[i][j] = *(const VECTOR *)(row + j * LANES); }
            acc[i][V - 1] = last_lanes == LANES ? *(const VECTOR *)(row + (V - 1) * LANES)
                                                : FN(load_first)(row + (V - 1) * LANES, last_lanes);
        }
    } else {
#pragma clang loop unroll(full)
        for (int i = 0; i < R; ++i) {
#pragma clang loop unroll(full)
            for (int j = 0; j < V; ++j) { acc[i][j] = 0; }
        }
    }
    // The same loop twice: with a row stride of 1 known, as packing makes it, A needs one address instead of R.
    if (work->a_row_stride == 1) {
        FN(accumulate)(
            R, V, acc, work->depth, work->a, 1, work->a_depth_stride, work->b, work->b_depth_stride, last_lanes,
            work->next_c, c_row_stride, work->ahead);
    } else {
        FN(accumulate)(
            R, V, acc, work->depth, work->a, work->a_row_stride, work->a_depth_stride, work->b, work->b_depth_stride,
            last_lanes, work->next_c, c_row_stride, work->ahead);
    }
    if (work->ends && (work->bias || work->activation != ADJOINT_GEMM_IDENTITY)) {
        const SCALAR *const bias = work->bias;
#pragma clang loop unroll(full)
        for (int j = 0; j < V; ++j) {
            if (bias) {
                const VECTOR bias_vector = j < V - 1 || last_lanes == LANES
                    ? *(const VECTOR *)(bias + j * LANES) : FN(load_first)(bias + j * LANES, last_lanes);
#pragma clang loop unroll(full)
                for (int i = 0; i < R; ++i) { acc[i][j] = acc[i][j] + bias_vector; }
            }
#pragma clang loop unroll(full)
            for (int i = 0; i < R; ++i) { acc[i][j] = FN(activate)(acc[i][j], work->activation); }
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < R; ++i) {
        SCALAR *const row = c + i * c_row_stride;
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
    static __attribute__((noinline)) void FN(tile_##R##x##V)(const struct FN(tile_work) *work) { \
        FN(tile)(R, V, work); \
    }
FOR_EACH_TILE(DEFINE_TILE)
#undef DEFINE_TILE

// The tile functions by rows - 1 and vectors - 1.
static void (*const FN(tiles)[MAX_ROWS][MAX_VECTORS])(const struct FN(tile_work) *work) = {
#define TILE_ENTRY(R, V) [R - 1][V - 1] = FN(tile_##R##x##V),
    FOR_EACH_TILE(TILE_ENTRY)
#undef TILE_ENTRY
};
