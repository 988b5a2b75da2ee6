// The kernels of one instruction set, for float and double.
//
// In: ISA (its name), VECTOR_BYTES (its vectors' size), and the sizes that both element types share.
// Tiles:
//   MAX_ROWS             rows of the tallest tile
//   MAX_VECTORS          vectors of the widest tile
//   VECTORS_FOR_HEIGHT   the width of tiles by height: as many vectors as the registers hold, since a few chains cannot
//                        keep the multipliers busy
//   FOR_EACH_TILE(DO)    DO(R, V) for every height R and every width V up to its greatest
// Blocks:
//   BLOCK_DEPTH          depth of a block: a panel of A and a stripe of B fill most of the first-level cache
//   DEEP_BLOCK_DEPTH     depth of a narrow block: a stripe of B fills most of it
//   BLOCK_BYTES          size of the stripes of B of a block: most of the second-level cache

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "adjoint_gemm.h"

#pragma STDC FP_CONTRACT OFF
// Vectors never cross a call: every function that takes one is always inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#ifndef HAS_MASKED_MOVES
#define HAS_MASKED_MOVES 0
#endif

#define GEMM_INLINE static inline __attribute__((always_inline, unused))
#define MIN_OF(x, y) ((x) < (y) ? (x) : (y))
#define MAX_OF(x, y) ((x) > (y) ? (x) : (y))

// The panels from which packing B pays, the same for a B of up to SMALL_B_BYTES, the columns from which packing A
// (stored by rows or by columns) pays, the size from which B is unlikely to be in the second-level cache, and the depth up
// to which C is stored row by row; all measured, on Zen 3 and, where AVX-512 says otherwise, on Zen 5.
#define PACK_B_PANELS 4
#ifndef PACK_SMALL_B_PANELS
#define PACK_SMALL_B_PANELS PACK_B_PANELS
#endif
#define SMALL_B_BYTES (1 << 20)
#ifndef PACK_A_BY_ROWS_COLUMNS
#define PACK_A_BY_ROWS_COLUMNS 48
#endif
#define PACK_A_BY_COLUMNS_COLUMNS 256
#define SHALLOW_DEPTH 2
// The panels up to which all of a block is computed stripe by stripe, how many panels are if there are more, and the
// columns of a narrow block.
#ifndef FEW_PANELS
#define FEW_PANELS 48
#endif
#define LEADING_PANELS 4
#define NARROW_COLUMNS 128
#define PREFETCH_B_BYTES (2 << 20)
// The stretches of a tile's depth, each beginning with a part of what is asked for ahead, and how long they must be.
#define TILE_STRETCHES 4
#define SHORT_STRETCH 20
// How far ahead packing asks for lines.
#define PACK_LINES_AHEAD_BYTES 128

#define SUFFIX f32
#define IS_F32 1
#define LANES (VECTOR_BYTES / 4)
#include "gemm_instance.h"
#undef SUFFIX
#undef IS_F32
#undef LANES

#define SUFFIX f64
#define IS_F32 0
#define LANES (VECTOR_BYTES / 8)
#include "gemm_instance.h"
#undef SUFFIX
#undef IS_F32
#undef LANES
