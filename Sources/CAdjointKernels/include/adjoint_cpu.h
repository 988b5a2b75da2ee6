// What the processor can do, and what a spinning thread should tell it.
#pragma once

#include <stdbool.h>

/// True if AVX2, FMA and their registers may be used: the processor has them and the operating system saves ymm.
bool adjoint_cpu_supports_avx2(void);

/// True if AVX-512 F, BW, DQ and VL may be used: the processor has them and the operating system saves zmm and k.
bool adjoint_cpu_supports_avx512(void);

/// True if Advanced SIMD with fused multiply-add may be used: always so on 64-bit Arm.
bool adjoint_cpu_supports_neon(void);

/// The processors that the process may run on: those in its affinity mask, or all that are online where there is none.
long adjoint_cpu_count(void);

/// Tells the processor that the calling thread spins on a memory location.
static inline void adjoint_cpu_relax(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
