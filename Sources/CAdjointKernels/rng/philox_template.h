// Sixteen Philox 4x32-10 blocks at a time, one per lane (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
// 2011), and the distributions TensorFlow derives from them.

typedef uint64_t ISA_NAME(wide) __attribute__((ext_vector_type(16)));
typedef adjoint_u32x16 ISA_NAME(words_in_memory) __attribute__((aligned(4)));

ADJOINT_INLINE void ISA_NAME(multiply)(adjoint_u32x16 a, uint32_t factor, adjoint_u32x16 *low, adjoint_u32x16 *high) {
    ISA_NAME(wide) product = __builtin_convertvector(a, ISA_NAME(wide)) * (uint64_t)factor;
    *low = a * factor;
    *high = __builtin_convertvector(product >> 32, adjoint_u32x16);
}

/// Words 0…3 of the sixteen blocks whose counters are `x`, word by word.
ADJOINT_INLINE void ISA_NAME(philox_rounds)(const uint32_t key[2], adjoint_u32x16 x[4]) {
    uint32_t key0 = key[0], key1 = key[1];
    for (int round = 0; round < 10; round++) {
        adjoint_u32x16 low0, high0, low1, high1;
        ISA_NAME(multiply)(x[0], 0xD2511F53, &low0, &high0);
        ISA_NAME(multiply)(x[2], 0xCD9E8D57, &low1, &high1);
        x[0] = high1 ^ x[1] ^ key0;
        x[1] = low1;
        x[2] = high0 ^ x[3] ^ key1;
        x[3] = low0;
        key0 += 0x9E3779B9;
        key1 += 0xBB67AE85;
    }
}

/// Counters `first`, `first` + step, … of the sixteen lanes.
ADJOINT_INLINE void ISA_NAME(philox_counters)(const adjoint_philox *first, uint64_t step, adjoint_u32x16 x[4]) {
    const adjoint_u32x16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    if ((uint64_t)first->counter[0] + 15 * step <= UINT32_MAX) {
        x[0] = first->counter[0] + lane * (uint32_t)step;
        for (int word = 1; word < 4; word++) x[word] = first->counter[word];
        return;
    }
    adjoint_philox stream = *first;
    for (int i = 0; i < 16; i++) {
        for (int word = 0; word < 4; word++) x[word][i] = stream.counter[word];
        adjoint_philox_skip(&stream, step);
    }
}

/// Stores four vectors so that lane i's four elements stand together.
ADJOINT_INLINE void ISA_NAME(store_interleaved)(uint32_t *to, const adjoint_u32x16 x[4]) {
    const adjoint_u32x16 a = __builtin_shufflevector(x[0], x[1], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const adjoint_u32x16 b = __builtin_shufflevector(x[2], x[3], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const adjoint_u32x16 c =
        __builtin_shufflevector(x[0], x[1], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const adjoint_u32x16 d =
        __builtin_shufflevector(x[2], x[3], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    ISA_NAME(words_in_memory) *out = (ISA_NAME(words_in_memory) *)to;
    out[0] = __builtin_shufflevector(a, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
    out[1] = __builtin_shufflevector(a, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
    out[2] = __builtin_shufflevector(c, d, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
    out[3] = __builtin_shufflevector(c, d, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

/// 23 bits as a float in [0, 1).
ADJOINT_INLINE adjoint_f32x16 ISA_NAME(uniform_f32)(adjoint_u32x16 bits) {
    return (adjoint_f32x16)((bits & 0x7fffff) | 0x3f800000) - 1.0f;
}

/// 52 bits as a double in [0, 1): `high` gives the upper 20.
ADJOINT_INLINE adjoint_f64x16 ISA_NAME(uniform_f64)(adjoint_u32x16 high, adjoint_u32x16 low) {
    ISA_NAME(wide) upper = __builtin_convertvector(high & 0xfffff, ISA_NAME(wide));
    ISA_NAME(wide) lower = __builtin_convertvector(low, ISA_NAME(wide));
    return (adjoint_f64x16)(upper << 32 | lower | 0x3ff0000000000000) - 1.0;
}

// Box and Muller's transformation: √(-2 log u)·(sin 2πv, cos 2πv), u bounded away from zero.
ADJOINT_INLINE void ISA_NAME(box_muller_f32)(adjoint_u32x16 first, adjoint_u32x16 second, adjoint_f32x16 *sine,
                                             adjoint_f32x16 *cosine) {
    const adjoint_f32x16 u = FN_F32(at_least)(ISA_NAME(uniform_f32)(first), 1.0e-7f);
    const adjoint_f64x16 turn = __builtin_convertvector(ISA_NAME(uniform_f32)(second), adjoint_f64x16);
    const adjoint_f32x16 angle = __builtin_convertvector(turn * 6.283185307179586, adjoint_f32x16);
    const adjoint_f32x16 radius = __builtin_elementwise_sqrt(-2.0f * FN_F32(log)(u));
    *sine = FN_F32(sine)(angle, 0) * radius;
    *cosine = FN_F32(sine)(angle, 1) * radius;
}

ADJOINT_INLINE void ISA_NAME(box_muller_f64)(const adjoint_u32x16 x[4], double *sine, double *cosine) {
    const adjoint_f64x16 first = ISA_NAME(uniform_f64)(x[0], x[1]), second = ISA_NAME(uniform_f64)(x[2], x[3]);
    for (int half = 0; half < 2; half++) {
        const adjoint_f64x8 u = FN_F64(at_least)(half ? first.hi : first.lo, 1.0e-7);
        const adjoint_f64x8 angle = 6.283185307179586 * (half ? second.hi : second.lo);
        const adjoint_f64x8 radius = __builtin_elementwise_sqrt(-2.0 * FN_F64(log)(u));
        FN_F64(store)(sine + 8 * half, FN_F64(sine)(angle, 0) * radius);
        FN_F64(store)(cosine + 8 * half, FN_F64(sine)(angle, 1) * radius);
    }
}

static void ISA_NAME(blocks)(adjoint_philox stream, uint32_t *words, size_t blocks) {
    for (size_t i = 0; i < blocks; i += 16) {
        adjoint_u32x16 x[4];
        ISA_NAME(philox_counters)(&stream, 1, x);
        ISA_NAME(philox_rounds)(stream.key, x);
        if (blocks - i >= 16) {
            ISA_NAME(store_interleaved)(words + 4 * i, x);
        } else {
            uint32_t last[64];
            ISA_NAME(store_interleaved)(last, x);
            memcpy(words + 4 * i, last, 4 * sizeof(uint32_t) * (blocks - i));
        }
        adjoint_philox_skip(&stream, 16);
    }
}

// The fill functions write whole groups of sixteen blocks; a shorter remainder goes through `last`.
static void ISA_NAME(fill_f32)(adjoint_distribution distribution, adjoint_philox stream, float *target, size_t count) {
    for (size_t i = 0; i < count; i += 64) {
        adjoint_u32x16 x[4];
        adjoint_f32x16 y[4];
        ISA_NAME(philox_counters)(&stream, 1, x);
        ISA_NAME(philox_rounds)(stream.key, x);
        if (distribution == ADJOINT_UNIFORM) {
            for (int word = 0; word < 4; word++) y[word] = ISA_NAME(uniform_f32)(x[word]);
        } else {
            ISA_NAME(box_muller_f32)(x[0], x[1], &y[0], &y[1]);
            ISA_NAME(box_muller_f32)(x[2], x[3], &y[2], &y[3]);
        }
        for (int word = 0; word < 4; word++) x[word] = (adjoint_u32x16)y[word];
        if (count - i >= 64) {
            ISA_NAME(store_interleaved)((uint32_t *)(target + i), x);
        } else {
            uint32_t last[64];
            ISA_NAME(store_interleaved)(last, x);
            memcpy(target + i, last, (count - i) * sizeof(float));
        }
        adjoint_philox_skip(&stream, 16);
    }
}

static void ISA_NAME(fill_f64)(adjoint_distribution distribution, adjoint_philox stream, double *target, size_t count) {
    for (size_t i = 0; i < count; i += 32) {
        adjoint_u32x16 x[4];
        double first[16], second[16], pairs[32];
        ISA_NAME(philox_counters)(&stream, 1, x);
        ISA_NAME(philox_rounds)(stream.key, x);
        if (distribution == ADJOINT_UNIFORM) {
            const adjoint_f64x16 a = ISA_NAME(uniform_f64)(x[0], x[1]), b = ISA_NAME(uniform_f64)(x[2], x[3]);
            memcpy(first, &a, sizeof first);
            memcpy(second, &b, sizeof second);
        } else {
            ISA_NAME(box_muller_f64)(x, first, second);
        }
        for (int lane = 0; lane < 16; lane++) {
            pairs[2 * lane] = first[lane];
            pairs[2 * lane + 1] = second[lane];
        }
        memcpy(target + i, pairs, (count - i < 32 ? count - i : 32) * sizeof(double));
        adjoint_philox_skip(&stream, 16);
    }
}

// Truncated normals: group g of the output has a stream of its own, which starts a fixed number of blocks after the
// group before; samples beyond two standard deviations are passed over. Sixteen groups go side by side.
static void ISA_NAME(fill_truncated)(adjoint_type type, adjoint_philox stream, void *target, size_t count) {
    const bool is_float = type == ADJOINT_FLOAT32;
    const size_t group = is_float ? 4 : 2, group_stride = 64 * group;
    for (size_t i = 0; i < count; i += 16 * group) {
        const size_t wanted = count - i < 16 * group ? count - i : 16 * group;
        const size_t lanes = (wanted + group - 1) / group;
        size_t filled[16] = {0}, complete = 0;
        float floats[64];
        double doubles[32];
        for (adjoint_philox next = stream; complete < lanes; adjoint_philox_skip(&next, 1)) {
            adjoint_u32x16 x[4];
            ISA_NAME(philox_counters)(&next, group_stride, x);
            ISA_NAME(philox_rounds)(stream.key, x);
            if (is_float) {
                adjoint_f32x16 y[4];
                ISA_NAME(box_muller_f32)(x[0], x[1], &y[0], &y[1]);
                ISA_NAME(box_muller_f32)(x[2], x[3], &y[2], &y[3]);
                for (size_t lane = 0; lane < lanes; lane++)
                    for (int word = 0; word < 4 && filled[lane] < group; word++) {
                        const float value = y[word][lane];
                        if (!(__builtin_fabsf(value) < 2)) continue;
                        floats[lane * group + filled[lane]++] = value;
                        complete += filled[lane] == group;
                    }
            } else {
                double pair[2][16];
                ISA_NAME(box_muller_f64)(x, pair[0], pair[1]);
                for (size_t lane = 0; lane < lanes; lane++)
                    for (int word = 0; word < 2 && filled[lane] < group; word++) {
                        const double value = pair[word][lane];
                        if (!(__builtin_fabs(value) < 2)) continue;
                        doubles[lane * group + filled[lane]++] = value;
                        complete += filled[lane] == group;
                    }
            }
        }
        if (is_float) memcpy((float *)target + i, floats, wanted * sizeof(float));
        else memcpy((double *)target + i, doubles, wanted * sizeof(double));
        adjoint_philox_skip(&stream, 16 * group_stride);
    }
}
