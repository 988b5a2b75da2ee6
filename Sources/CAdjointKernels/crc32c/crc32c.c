#include "adjoint_crc32c.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

static inline uint64_t load_little_endian_64(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

uint32_t adjoint_crc32_sliced(const uint32_t *tables, uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word = load_little_endian_64(next) ^ crc;
        crc = 0;
        for (int k = 0; k < 8; k++) {
            crc ^= tables[256 * (7 - k) + ((word >> (8 * k)) & 0xff)];
        }
    }
    for (; count > 0; count--, next++) {
        crc = (crc >> 8) ^ tables[(crc ^ *next) & 0xff];
    }
    return crc;
}

#if defined(__x86_64__)

#include <immintrin.h>

#define ADJOINT_CRC_TARGET __attribute__((target("sse4.2")))
#define CRC_BYTE(crc, byte) _mm_crc32_u8((uint32_t)(crc), (byte))
#define CRC_WORD(crc, word) _mm_crc32_u64((crc), (word))

int adjoint_crc32c_has_hardware(void) { return __builtin_cpu_supports("sse4.2"); }

#elif defined(__aarch64__)

#include <arm_acle.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

#define ADJOINT_CRC_TARGET __attribute__((target("crc")))
#define CRC_BYTE(crc, byte) __crc32cb((uint32_t)(crc), (byte))
#define CRC_WORD(crc, word) __crc32cd((uint32_t)(crc), (word))

int adjoint_crc32c_has_hardware(void) {
#if defined(__linux__)
    const unsigned long crc32_capability = 1ul << 7;  // HWCAP_CRC32
    return (getauxval(AT_HWCAP) & crc32_capability) != 0;
#elif defined(__APPLE__)
    return 1;  // every 64-bit Apple processor since the A10 has it, and so does every Mac
#else
    return 0;
#endif
}

#endif

#if defined(ADJOINT_CRC_TARGET)

static inline uint32_t past_one_lane(const uint32_t *lane_shift, uint32_t crc) {
    return lane_shift[crc & 0xff] ^ lane_shift[256 + ((crc >> 8) & 0xff)] ^ lane_shift[512 + ((crc >> 16) & 0xff)] ^
           lane_shift[768 + (crc >> 24)];
}

ADJOINT_CRC_TARGET
uint32_t adjoint_crc32c_hardware(const uint32_t *lane_shift, uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    const size_t lane = ADJOINT_CRC32C_LANE_BYTES;
    // The instruction takes three cycles but one can start in each, so three independent lanes run abreast. A CRC is
    // linear: moving a lane's register past the bytes that follow it is one multiplication by a constant, done by table.
    for (; count >= 3 * lane; count -= 3 * lane, next += 3 * lane) {
        uint64_t first = crc, second = 0, third = 0;
        for (size_t i = 0; i < lane; i += 8) {
            first = CRC_WORD(first, load_little_endian_64(next + i));
            second = CRC_WORD(second, load_little_endian_64(next + lane + i));
            third = CRC_WORD(third, load_little_endian_64(next + 2 * lane + i));
        }
        const uint32_t first_and_second = past_one_lane(lane_shift, (uint32_t)first) ^ (uint32_t)second;
        crc = past_one_lane(lane_shift, first_and_second) ^ (uint32_t)third;
    }
    uint64_t wide = crc;
    for (; count >= 8; count -= 8, next += 8) {
        wide = CRC_WORD(wide, load_little_endian_64(next));
    }
    for (; count > 0; count--, next++) {
        wide = CRC_BYTE(wide, *next);
    }
    return (uint32_t)wide;
}

#else

int adjoint_crc32c_has_hardware(void) { return 0; }

uint32_t adjoint_crc32c_hardware(const uint32_t *lane_shift, uint32_t crc, const void *bytes, size_t count) {
    (void)lane_shift, (void)bytes, (void)count;
    return crc;
}

#endif
