#pragma once

#include <stddef.h>
#include <stdint.h>

// Reflected 32-bit cyclic redundancy checks. All functions take and return the raw register: the caller inverts it
// before the first byte and after the last one. Tables are built by the caller, so nothing here has state.

#ifdef __cplusplus
extern "C" {
#endif

/// Eight bytes per step through eight tables of 256 entries ("slicing by 8"): `tables[k][b]` is the register after the
/// byte `b` followed by `k` zero bytes. Works for any reflected polynomial.
uint32_t adjoint_crc32_sliced(const uint32_t *tables, uint32_t crc, const void *bytes, size_t count);

/// Bytes in each of the three lanes that `adjoint_crc32c_hardware` runs side by side.
#define ADJOINT_CRC32C_LANE_BYTES 1024

/// Whether this processor has a CRC-32C instruction (SSE4.2, or the ARMv8 CRC extension).
int adjoint_crc32c_has_hardware(void);

/// CRC-32C by the processor's own instruction. `lane_shift` holds four tables of 256 entries: `[k][b]` is the register
/// `b << 8k` after `ADJOINT_CRC32C_LANE_BYTES` zero bytes. Call only where `adjoint_crc32c_has_hardware()` says so.
uint32_t adjoint_crc32c_hardware(const uint32_t *lane_shift, uint32_t crc, const void *bytes, size_t count);

#ifdef __cplusplus
}
#endif
