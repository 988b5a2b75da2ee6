// The micro-kernels: a tile of R rows by V vectors of C, accumulated in registers over a stretch of the depth.
//
// In: MAX_ROWS (rows of the tallest tile), MAX_VECTORS (vectors of the widest), FOR_EACH_TILE (the tiles there are).

// Lines of memory that will be needed soon, for which tile after tile asks in passing: rows of A or B, which lie too far
// apart for the processor to foresee. One or few at a time: all at once, they would take all the buffers in which lines
// arrive, and the tile's own elements would wait.
struct FN(lines_ahead) {
    // The next line's address, and where the row that it is in ends: addresses, because they may be beyond A or B.
    uintptr_t address;
    uintptr_t row_end;
    size_t row_bytes;
    ptrdiff_t row_stride_bytes;
    size_t lines_left;
    // The lines to ask for at each step of a tile's depth.
    size_t lines_at_once;
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
    struct FN(lines_ahead) ahead;
    // The columns of the last vector that exist in C, and those that may be read of B: all LANES where it is packed, which
    // it is if moves cannot be masked.
    size_t last_lanes;
    size_t last_lanes_of_b;
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

// Asks for the next few lines.
GEMM_INLINE void FN(ask_for_lines)(struct FN(lines_ahead) *ahead) {
    const size_t lines = MIN_OF(ahead->lines_at_once, ahead->lines_left);
    ahead->lines_left -= lines;
#pragma clang loop unroll(disable)
    for (size_t line = 0; line < lines; ++line) {
        __builtin_prefetch((const void *)ahead->address, 0, 2);
        ahead->address += LINE_BYTES;
        if (ahead->address >= ahead->row_end) {
            ahead->row_end += (uintptr_t)ahead->row_stride_bytes;
            ahead->address = ahead->row_end - ahead->row_bytes;
        }
    }
}

// A row of B, and the pointers by which the rows of A are read: every third row has one of its own.
struct FN(operands) {
    const SCALAR *thirds[(MAX_ROWS + 2) / 3];
    const SCALAR *b;
};

// One k of the chains. A's element of a row is `a_offset` from where the row's pointer says.
GEMM_INLINE void FN(accumulate_one)(
    const int R, const int V, VECTOR acc[MAX_ROWS][MAX_VECTORS], const struct FN(operands) *operands,
    ptrdiff_t a_row_stride, ptrdiff_t a_offset, size_t last_lanes_of_b) {
    const SCALAR *const b = operands->b;
    // Whichever of A's elements and B's vectors are fewer stay in registers; the others pass by one at a time.
    if (R < V) {
        VECTOR column_of_a[MAX_ROWS];
#pragma clang loop unroll(full)
        for (int i = 0; i < R; ++i) { column_of_a[i] = operands->thirds[i / 3][i % 3 * a_row_stride + a_offset]; }
#pragma clang loop unroll(full)
        for (int j = 0; j < V; ++j) {
            const VECTOR vector_of_b = j < V - 1 ? *(const VECTOR *)(b + j * LANES)
                                                 : FN(load_last_of_b)(b + j * LANES, last_lanes_of_b);
#pragma clang loop unroll(full)
            for (int i = 0; i < R; ++i) {
                acc[i][j] = __builtin_elementwise_fma(column_of_a[i], vector_of_b, acc[i][j]);
            }
        }
    } else {
        VECTOR row_of_b[MAX_VECTORS];
#pragma clang loop unroll(full)
        for (int j = 0; j < V - 1; ++j) { row_of_b[j] = *(const VECTOR *)(b + j * LANES); }
        row_of_b[V - 1] = FN(load_last_of_b)(b + (V - 1) * LANES, last_lanes_of_b);
#pragma clang loop unroll(full)
        for (int i = 0; i < R; ++i) {
            const VECTOR element_of_a = operands->thirds[i / 3][i % 3 * a_row_stride + a_offset];
#pragma clang loop unroll(full)
            for (int j = 0; j < V; ++j) {
                acc[i][j] = __builtin_elementwise_fma(element_of_a, row_of_b[j], acc[i][j]);
            }
        }
    }
}

// The chains: acc[i][j] = fma(a[i,k], b[k,j], acc[i][j]) for ascending k. One of A's strides is 1.
//
// A few k at a time, since otherwise walking along A and B takes places among the multiply-adds; and a vector that is read
// under a mask takes another, so columns that do not fill their vectors have a loop of their own.
GEMM_INLINE void FN(accumulate)(
    const int R, const int V, VECTOR acc[MAX_ROWS][MAX_VECTORS], size_t depth, const SCALAR *a, ptrdiff_t a_row_stride,
    ptrdiff_t a_depth_stride, const SCALAR *b, ptrdiff_t b_depth_stride, size_t last_lanes_of_b,
    struct FN(lines_ahead) *ahead) {
    struct FN(operands) operands = {.b = b};
    // The compiler may not know how the pointers are related: it would walk from row to row, one addition after the
    // other, which takes longer than the multiply-adds.
#pragma clang loop unroll(full)
    for (int i = 0; i < R; i += 3) {
        operands.thirds[i / 3] = a + i * a_row_stride;
        if (a_row_stride != 1) { __asm__("" : "+r"(operands.thirds[i / 3])); }
    }
    size_t k = 0;
    if (last_lanes_of_b == LANES) {
#pragma clang loop unroll(disable)
        for (; k + DEPTH_STEP <= depth; k += DEPTH_STEP) {
            FN(ask_for_lines)(ahead);
#pragma clang loop unroll(full)
            for (int step = 0; step < DEPTH_STEP; ++step) {
                FN(accumulate_one)(R, V, acc, &operands, a_row_stride, step * a_depth_stride, LANES);
                operands.b += b_depth_stride;
            }
#pragma clang loop unroll(full)
            for (int i = 0; i < R; i += 3) { operands.thirds[i / 3] += DEPTH_STEP * a_depth_stride; }
        }
    }
#pragma clang loop unroll(disable)
    for (; k < depth; ++k) {
        FN(accumulate_one)(R, V, acc, &operands, a_row_stride, 0, last_lanes_of_b);
#pragma clang loop unroll(full)
        for (int i = 0; i < R; i += 3) { operands.thirds[i / 3] += a_depth_stride; }
        operands.b += b_depth_stride;
    }
}

GEMM_INLINE VECTOR FN(activate)(VECTOR x, enum adjoint_gemm_activation activation) {
    const VECTOR zero = 0, six = 6;
    if (activation == ADJOINT_GEMM_IDENTITY) { return x; }
    x = x <= zero ? zero : x;
    return activation == ADJOINT_GEMM_RELU6 ? (x > six ? six : x) : x;
}

GEMM_INLINE void FN(tile)(const int R, const int V, struct FN(tile_work) *work) {
    VECTOR acc[MAX_ROWS][MAX_VECTORS];
    SCALAR *const c = work->c;
    const ptrdiff_t c_row_stride = work->c_row_stride;
    const size_t last_lanes = work->last_lanes;
#pragma clang loop unroll(full)
    for (int i = 0; i < R; ++i) {
        // The lines of C that the end of this tile will write.
        __builtin_prefetch(c + i * c_row_stride, 1);
        __builtin_prefetch(c + i * c_row_stride + V * LANES - 1, 1);
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
    // The same loop twice: with a stride of 1 known, addressing takes the fewest instructions.
    if (work->a_row_stride == 1) {
        FN(accumulate)(
            R, V, acc, work->depth, work->a, 1, work->a_depth_stride, work->b, work->b_depth_stride,
            work->last_lanes_of_b, &work->ahead);
    } else {
        FN(accumulate)(
            R, V, acc, work->depth, work->a, work->a_row_stride, 1, work->b, work->b_depth_stride,
            work->last_lanes_of_b, &work->ahead);
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
    static __attribute__((noinline)) void FN(tile_##R##x##V)(struct FN(tile_work) *work) { \
        FN(tile)(R, V, work); \
    }
FOR_EACH_TILE(DEFINE_TILE)
#undef DEFINE_TILE

// The tile functions by rows - 1 and vectors - 1.
static void (*const FN(tiles)[MAX_ROWS][MAX_VECTORS])(struct FN(tile_work) *work) = {
#define TILE_ENTRY(R, V) [R - 1][V - 1] = FN(tile_##R##x##V),
    FOR_EACH_TILE(TILE_ENTRY)
#undef TILE_ENTRY
};
