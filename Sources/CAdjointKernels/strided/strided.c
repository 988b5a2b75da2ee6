#include "../include/adjoint_strided.h"
#include <string.h>

typedef struct sixteen_bytes {
    uint64_t low, high;
} sixteen_bytes;

#define COPY_RUN(T)                                                                                                    \
    for (size_t i = 0; i < count; i++) {                                                                               \
        T element;                                                                                                     \
        memcpy(&element, (const char *)source + (ptrdiff_t)i * source_stride, sizeof(T));                              \
        memcpy((char *)target + (ptrdiff_t)i * target_stride, &element, sizeof(T));                                    \
    }                                                                                                                  \
    break

void adjoint_copy_run(size_t element_size, const void *source, ptrdiff_t source_stride, void *target,
                      ptrdiff_t target_stride, size_t count) {
    if (source_stride == (ptrdiff_t)element_size && target_stride == source_stride) {
        memcpy(target, source, count * element_size);
        return;
    }
    switch (element_size) {
    case 1: COPY_RUN(uint8_t);
    case 2: COPY_RUN(uint16_t);
    case 4: COPY_RUN(uint32_t);
    case 8: COPY_RUN(uint64_t);
    case 16: COPY_RUN(sixteen_bytes);
    default:
        for (size_t i = 0; i < count; i++)
            memcpy((char *)target + (ptrdiff_t)i * target_stride, (const char *)source + (ptrdiff_t)i * source_stride,
                   element_size);
    }
}

// Within a block both matrices touch few cache lines, so a transposition reads and writes each line once.
#define COPY_BLOCK(T)                                                                                                  \
    for (size_t i = 0; i < height; i++)                                                                                \
        for (size_t j = 0; j < width; j++) {                                                                           \
            T element;                                                                                                 \
            memcpy(&element, from + (ptrdiff_t)i * source_row + (ptrdiff_t)j * source_column, sizeof(T));              \
            memcpy(to + (ptrdiff_t)i * target_row + (ptrdiff_t)j * target_column, &element, sizeof(T));                \
        }                                                                                                              \
    break

// An 8×8 block of 4-byte elements, transposed with shuffles: source rows and target columns are contiguous.
typedef uint32_t eight __attribute__((ext_vector_type(8)));
typedef uint32_t eight_in_memory __attribute__((ext_vector_type(8), aligned(1)));

static inline void transpose_8x8(const char *from, ptrdiff_t source_row, char *to, ptrdiff_t target_column) {
    eight r[8], s[8];
    for (int i = 0; i < 8; i++) r[i] = *(const eight_in_memory *)(from + i * source_row);
    for (int i = 0; i < 4; i++) {
        s[2 * i] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        s[2 * i + 1] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            r[4 * i + j] = __builtin_shufflevector(s[4 * i + j], s[4 * i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            r[4 * i + j + 2] = __builtin_shufflevector(s[4 * i + j], s[4 * i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int j = 0; j < 4; j++) {
        s[j] = __builtin_shufflevector(r[j], r[j + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        s[j + 4] = __builtin_shufflevector(r[j], r[j + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
    for (int j = 0; j < 8; j++) *(eight_in_memory *)(to + j * target_column) = s[j];
}

void adjoint_copy_matrix(size_t element_size, const void *source, ptrdiff_t source_row, ptrdiff_t source_column,
                         void *target, ptrdiff_t target_row, ptrdiff_t target_column, size_t rows, size_t columns) {
    enum { BLOCK = 32 };
    if (source_row == (ptrdiff_t)element_size && target_column == source_row && source_column != source_row) {
        // The same copy with rows and columns exchanged reads contiguous rows.
        adjoint_copy_matrix(element_size, source, source_column, source_row, target, target_column, target_row, columns,
                            rows);
        return;
    }
    const int is_transposition =
        source_column == (ptrdiff_t)element_size && target_row == source_column && element_size >= 4;
    for (size_t row = 0; row < rows; row += BLOCK) {
        const size_t block_height = rows - row < BLOCK ? rows - row : BLOCK;
        for (size_t column = 0; column < columns; column += BLOCK) {
            const size_t block_width = columns - column < BLOCK ? columns - column : BLOCK;
            const char *block_from =
                (const char *)source + (ptrdiff_t)row * source_row + (ptrdiff_t)column * source_column;
            char *block_to = (char *)target + (ptrdiff_t)row * target_row + (ptrdiff_t)column * target_column;
            const size_t tile = is_transposition ? 8 : BLOCK;
            for (size_t top = 0; top < block_height; top += tile)
                for (size_t left = 0; left < block_width; left += tile) {
                    const size_t height = block_height - top < tile ? block_height - top : tile;
                    const size_t width = block_width - left < tile ? block_width - left : tile;
                    const char *from = block_from + (ptrdiff_t)top * source_row + (ptrdiff_t)left * source_column;
                    char *to = block_to + (ptrdiff_t)top * target_row + (ptrdiff_t)left * target_column;
                    if (is_transposition && element_size == 4 && height == 8 && width == 8) {
                        transpose_8x8(from, source_row, to, target_column);
                        continue;
                    }
                    switch (element_size) {
                    case 1: COPY_BLOCK(uint8_t);
                    case 2: COPY_BLOCK(uint16_t);
                    case 4: COPY_BLOCK(uint32_t);
                    case 8: COPY_BLOCK(uint64_t);
                    case 16: COPY_BLOCK(sixteen_bytes);
                    default: __builtin_trap();
                    }
                }
        }
    }
}
