// Defines the vector types of one element type and vector length, and the shuffles by which packing transposes.
//
// In: SUFFIX (f32 or f64), LANES (elements of a vector), HAS_MASKED_MOVES (of AVX-512). A vector consists of blocks of 16 bytes; a block holds QUAD
// elements. JOIN makes a vector whose block g is the one at lines[g·QUAD] + k. TRANSPOSE turns QUAD vectors into QUAD
// others: block by block, it transposes a QUAD by QUAD matrix.

#define GEMM_PASTE_(a, b) a##b
#define GEMM_PASTE(a, b) GEMM_PASTE_(a, b)
#define FN(name) GEMM_PASTE(adjoint_gemm_##name##_, GEMM_PASTE(SUFFIX, GEMM_PASTE(_, ISA)))

#define SCALAR FN(scalar)
#define VECTOR FN(vector)
#define BLOCK FN(block)
#define JOIN FN(join)
#define TRANSPOSE FN(transpose)

#if IS_F32
#define QUAD 4
typedef float SCALAR;
#else
#define QUAD 2
typedef double SCALAR;
#endif

// No alignment is assumed: the compiler emits the unaligned moves, which cost the same on aligned addresses.
typedef SCALAR VECTOR __attribute__((ext_vector_type(LANES), aligned(sizeof(SCALAR)), may_alias));
typedef SCALAR BLOCK __attribute__((ext_vector_type(QUAD), aligned(sizeof(SCALAR)), may_alias));

// A vector whose first `lanes` elements are those at an address, of which no others are read; the rest are zero.
GEMM_INLINE VECTOR FN(load_first)(const SCALAR *p, size_t lanes) {
#if HAS_MASKED_MOVES && IS_F32
    return (VECTOR)_mm512_maskz_loadu_ps((__mmask16)((1u << lanes) - 1), p);
#elif HAS_MASKED_MOVES
    return (VECTOR)_mm512_maskz_loadu_pd((__mmask8)((1u << lanes) - 1), p);
#else
    VECTOR v = 0;
    memcpy(&v, p, lanes * sizeof(SCALAR));
    return v;
#endif
}

// Writes a vector's first `lanes` elements and nothing else. By way of a copy of its own: an accumulator whose address
// is taken would live in memory.
GEMM_INLINE void FN(store_first)(SCALAR *p, VECTOR v, size_t lanes) {
#if HAS_MASKED_MOVES && IS_F32
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << lanes) - 1), (__m512)v);
#elif HAS_MASKED_MOVES
    _mm512_mask_storeu_pd(p, (__mmask8)((1u << lanes) - 1), (__m512d)v);
#else
    memcpy(p, &v, lanes * sizeof(SCALAR));
#endif
}

GEMM_INLINE VECTOR JOIN(const SCALAR *const *lines, size_t k) {
    const BLOCK b0 = *(const BLOCK *)(lines[0] + k);
#if LANES == QUAD
    return b0;
#else
    const BLOCK b1 = *(const BLOCK *)(lines[QUAD] + k);
#if LANES == 2 * QUAD
#if IS_F32
    return __builtin_shufflevector(b0, b1, 0, 1, 2, 3, 4, 5, 6, 7);
#else
    return __builtin_shufflevector(b0, b1, 0, 1, 2, 3);
#endif
#else
    const BLOCK b2 = *(const BLOCK *)(lines[2 * QUAD] + k);
    const BLOCK b3 = *(const BLOCK *)(lines[3 * QUAD] + k);
#if IS_F32
    return __builtin_shufflevector(
        __builtin_shufflevector(b0, b1, 0, 1, 2, 3, 4, 5, 6, 7),
        __builtin_shufflevector(b2, b3, 0, 1, 2, 3, 4, 5, 6, 7),
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#else
    return __builtin_shufflevector(
        __builtin_shufflevector(b0, b1, 0, 1, 2, 3), __builtin_shufflevector(b2, b3, 0, 1, 2, 3),
        0, 1, 2, 3, 4, 5, 6, 7);
#endif
#endif
#endif
}

// Interleave the lower or upper halves of each block: of elements (LOW, HIGH) or of pairs of floats (LOW2, HIGH2).
#if IS_F32 && LANES == 4
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 4, 1, 5)
#define HIGH(x, y) __builtin_shufflevector(x, y, 2, 6, 3, 7)
#define LOW2(x, y) __builtin_shufflevector(x, y, 0, 1, 4, 5)
#define HIGH2(x, y) __builtin_shufflevector(x, y, 2, 3, 6, 7)
#elif IS_F32 && LANES == 8
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(x, y) __builtin_shufflevector(x, y, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOW2(x, y) __builtin_shufflevector(x, y, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH2(x, y) __builtin_shufflevector(x, y, 2, 3, 10, 11, 6, 7, 14, 15)
#elif IS_F32 && LANES == 16
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define HIGH(x, y) __builtin_shufflevector(x, y, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define LOW2(x, y) __builtin_shufflevector(x, y, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define HIGH2(x, y) __builtin_shufflevector(x, y, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#elif LANES == 2
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 2)
#define HIGH(x, y) __builtin_shufflevector(x, y, 1, 3)
#elif LANES == 4
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 4, 2, 6)
#define HIGH(x, y) __builtin_shufflevector(x, y, 1, 5, 3, 7)
#elif LANES == 8
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 2, 10, 4, 12, 6, 14)
#define HIGH(x, y) __builtin_shufflevector(x, y, 1, 9, 3, 11, 5, 13, 7, 15)
#endif

GEMM_INLINE void TRANSPOSE(VECTOR rows[QUAD]) {
#if IS_F32
    const VECTOR low01 = LOW(rows[0], rows[1]), high01 = HIGH(rows[0], rows[1]);
    const VECTOR low23 = LOW(rows[2], rows[3]), high23 = HIGH(rows[2], rows[3]);
    rows[0] = LOW2(low01, low23);
    rows[1] = HIGH2(low01, low23);
    rows[2] = LOW2(high01, high23);
    rows[3] = HIGH2(high01, high23);
#else
    const VECTOR low = LOW(rows[0], rows[1]), high = HIGH(rows[0], rows[1]);
    rows[0] = low;
    rows[1] = high;
#endif
}

#undef LOW
#undef HIGH
#undef LOW2
#undef HIGH2
