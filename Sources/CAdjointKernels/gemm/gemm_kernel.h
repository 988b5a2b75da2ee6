// The kernel's functions and sizes, under the name by which it is found.

const struct adjoint_gemm_kernel GEMM_PASTE(adjoint_gemm_, GEMM_PASTE(SUFFIX, GEMM_PASTE(_, ISA))) = {
    .multiply = FN(multiply),
    .multiply_gathered = FN(multiply_gathered),
    .scratch_bytes =
        sizeof(SCALAR) * BLOCK_DEPTH * (BLOCK_PANELS * PANEL_WIDTH + BLOCK_COLUMNS + MAX_VECTORS * LANES),
    .tile_rows = MAX_ROWS,
    .tile_columns = 2 * LANES,
    .lanes = LANES,
};
