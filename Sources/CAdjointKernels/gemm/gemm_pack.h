// Packing: a panel of A or a stripe of B is copied to where a tile reads it from end to end.
//
// A packed strip holds, for each k in turn, `width` elements, of which the first `valid` are the matrix's and the rest
// anything: what a tile computes from them is not stored. `width` is a multiple of LANES.

// For how many k, from a strip's first, `width` elements may be read although fewer are the strip's: there follow more
// of the row or, where rows follow each other without a gap, of the next row.
GEMM_INLINE size_t FN(wide_depth)(
    size_t depth, size_t width, size_t rest_of_row, size_t row_length, size_t rows_left, ptrdiff_t row_stride) {
    if (rest_of_row >= width) { return depth; }
    if ((size_t)row_stride != row_length) { return 0; }
    const size_t elements_left = (rows_left - 1) * row_length + rest_of_row;
    return elements_left < width ? 0 : MIN_OF(depth, (elements_left - width) / row_length + 1);
}

// The strip's elements of one k are contiguous in the matrix, as in a row of B. For the first `wide_depth` k, `width`
// elements may be read, else only the valid ones.
static void FN(pack_rows)(
    const SCALAR *source, ptrdiff_t depth_stride, size_t depth, size_t wide_depth, size_t valid, size_t width,
    SCALAR *packed) {
    size_t k = 0;
    if (width == 2 * LANES) {
        for (; k < wide_depth; ++k) {
            const VECTOR first = *(const VECTOR *)source, second = *(const VECTOR *)(source + LANES);
            *(VECTOR *)packed = first;
            *(VECTOR *)(packed + LANES) = second;
            source += depth_stride;
            packed += 2 * LANES;
        }
    } else {
        for (; k < wide_depth; ++k) {
            for (size_t j = 0; j < width; j += LANES) { *(VECTOR *)(packed + j) = *(const VECTOR *)(source + j); }
            source += depth_stride;
            packed += width;
        }
    }
    for (; k < depth; ++k) {
        memcpy(packed, source, valid * sizeof(SCALAR));
        memset(packed + valid, 0, (width - valid) * sizeof(SCALAR));
        source += depth_stride;
        packed += width;
    }
}

// The elements of one line (a row of A, a column of B) are contiguous in the matrix: the strip is its transpose.
static void FN(pack_lines)(
    const SCALAR *source, ptrdiff_t line_stride, size_t depth, size_t valid, size_t width, SCALAR *packed) {
    for (size_t first = 0; first < width; first += LANES) {
        // Lanes beyond the valid lines repeat the last of them.
        const SCALAR *lines[LANES];
        for (size_t lane = 0; lane < LANES; ++lane) {
            lines[lane] = source + (ptrdiff_t)MIN_OF(first + lane, valid - 1) * line_stride;
        }
        SCALAR *target = packed + first;
        size_t k = 0;
        for (; k + QUAD <= depth; k += QUAD) {
            // The lines are too many and too far apart for the processor to foresee.
            if (k * sizeof(SCALAR) % 64 == 0) {
                for (size_t lane = 0; lane < LANES && first + lane < valid; ++lane) {
                    __builtin_prefetch((const char *)(lines[lane] + k) + PACK_LINES_AHEAD_BYTES, 0, 3);
                }
            }
            VECTOR rows[QUAD];
            // Vector r holds, in its block g, QUAD elements of line g·QUAD + r.
#pragma clang loop unroll(full)
            for (int r = 0; r < QUAD; ++r) { rows[r] = JOIN(lines + r, k); }
            TRANSPOSE(rows);
#pragma clang loop unroll(full)
            for (int r = 0; r < QUAD; ++r) { *(VECTOR *)(target + r * width) = rows[r]; }
            target += QUAD * width;
        }
        for (; k < depth; ++k) {
            for (int lane = 0; lane < LANES; ++lane) { target[lane] = lines[lane][k]; }
            target += width;
        }
    }
}
