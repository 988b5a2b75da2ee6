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
//   BLOCK_DEPTH          greatest depth of a block: a panel of A and a stripe of B take a part of the second-level cache
//   BLOCK_BYTES          size of the packed stripes of a block: most of the second-level cache

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
#define PACK_A_BY_COLUMNS_COLUMNS 256
#define SHALLOW_DEPTH 2
// The panels up to which a block is computed stripe by stripe.
#ifndef FEW_PANELS
#define FEW_PANELS 24
#endif
#define PREFETCH_B_BYTES (2 << 20)
// The greatest depth of a block whose panels or stripes are packed just before they are used: they stay in the first-level
// cache. And the rows of B that are packed at once into stripes that stay in the second-level cache.
#define SHALLOW_BLOCK_DEPTH 256
#define PACK_BLOCK_ROWS 16
// Strides that are multiples of this many bytes put lines into few sets of a cache.
#define CROWDING_BYTES 1024
// The depth of a tile's step, and the size of a line of memory.
#define DEPTH_STEP 8
#define LINE_BYTES 64
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
