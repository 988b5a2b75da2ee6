#include "adjoint_cpu.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <stdint.h>

// CPUID leaf 1, ecx.
enum { FEATURE_FMA = 1u << 12, FEATURE_OSXSAVE = 1u << 27, FEATURE_AVX = 1u << 28 };
// CPUID leaf 7, subleaf 0, ebx.
enum { FEATURE_AVX2 = 1u << 5, FEATURE_AVX512F = 1u << 16, FEATURE_AVX512DQ = 1u << 17, FEATURE_AVX512BW = 1u << 30 };
static const uint32_t FEATURE_AVX512VL = 1u << 31;
// Register state that the operating system saves (XCR0): xmm and ymm; opmask, upper halves of zmm0-15, zmm16-31.
enum { STATE_YMM = 0x06, STATE_ZMM = 0xe6 };

struct features {
    uint32_t leaf1_ecx;
    uint32_t leaf7_ebx;
    uint32_t saved_state;
};

static struct features read_features(void) {
    struct features features = {0, 0, 0};
    uint32_t eax, ebx, ecx, edx;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx)) { features.leaf1_ecx = ecx; }
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) { features.leaf7_ebx = ebx; }
    if (features.leaf1_ecx & FEATURE_OSXSAVE) {
        uint32_t low, high;
        __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
        features.saved_state = low;
    }
    return features;
}

bool adjoint_cpu_supports_avx2(void) {
    const struct features features = read_features();
    const uint32_t leaf1 = FEATURE_FMA | FEATURE_AVX;
    return (features.leaf1_ecx & leaf1) == leaf1 && (features.leaf7_ebx & FEATURE_AVX2) != 0
        && (features.saved_state & STATE_YMM) == STATE_YMM;
}

bool adjoint_cpu_supports_avx512(void) {
    const struct features features = read_features();
    const uint32_t leaf7 = FEATURE_AVX512F | FEATURE_AVX512DQ | FEATURE_AVX512BW | FEATURE_AVX512VL;
    return adjoint_cpu_supports_avx2() && (features.leaf7_ebx & leaf7) == leaf7
        && (features.saved_state & STATE_ZMM) == STATE_ZMM;
}

#else

bool adjoint_cpu_supports_avx2(void) { return false; }

bool adjoint_cpu_supports_avx512(void) { return false; }

#endif

bool adjoint_cpu_supports_neon(void) {
#if defined(__aarch64__)
    return true;
#else
    return false;
#endif
}
