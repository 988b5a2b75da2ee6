// exp, log, tanh and their kin on whole vectors, for the type bound to T. Polynomials are minimax fits (Remez, error
// weighted relative to the function); arguments are reduced with fused multiply-adds, so every instruction set gives
// the same bits. The bounds in units of the last place are stated in UnaryFunction.swift and asserted by its tests.

typedef V FN(unaligned) __attribute__((aligned(sizeof(T))));

ADJOINT_INLINE V FN(load)(const T *p) { return *(const FN(unaligned) *)p; }
ADJOINT_INLINE void FN(store)(T *p, V v) { *(FN(unaligned) *)p = v; }
/// Fewer than LANES elements; the missing lanes hold `fill`.
ADJOINT_INLINE V FN(load_tail)(const T *p, size_t count, T fill) {
    V v = fill;
    memcpy(&v, p, count * sizeof(T));
    return v;
}
ADJOINT_INLINE void FN(store_tail)(T *p, V v, size_t count) { memcpy(p, &v, count * sizeof(T)); }
ADJOINT_INLINE V FN(load_some)(const T *p, size_t count) {
    return count >= LANES ? FN(load)(p) : FN(load_tail)(p, count, 0);
}
ADJOINT_INLINE void FN(store_some)(T *p, V v, size_t count) {
    if (count >= LANES) FN(store)(p, v);
    else FN(store_tail)(p, v, count);
}

ADJOINT_INLINE V FN(fma)(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }
ADJOINT_INLINE V FN(absolute)(V x) { return __builtin_elementwise_abs(x); }
/// `floor` and `ceiling` of clamping keep NaN.
ADJOINT_INLINE V FN(at_least)(V x, T low) { return (V)low > x ? (V)low : x; }
ADJOINT_INLINE V FN(at_most)(V x, T high) { return (V)high < x ? (V)high : x; }

// Adding this to a number below 2^(MANTISSA_BITS - 1) leaves its nearest integer in the low mantissa bits.
#define ROUNDING_SHIFT K(0x1.8p23f, 0x1.8p52)
#define POLYNOMIAL(x, square, coefficients)                                                                            \
    FN(polynomial)(x, square, coefficients, sizeof(coefficients) / sizeof(T))

/// c₀ + c₁x + c₂x² + …, by pairs of coefficients: half as long a chain as Horner's rule.
ADJOINT_INLINE V FN(polynomial)(V x, V square, const T *c, size_t count) {
    V sum = count % 2 == 0 ? FN(fma)((V)c[count - 1], x, (V)c[count - 2]) : (V)c[count - 1];
#pragma clang loop unroll(full)
    for (size_t i = (count - 1) / 2; i-- > 0;) sum = FN(fma)(sum, square, FN(fma)((V)c[2 * i + 1], x, (V)c[2 * i]));
    return sum;
}

/// 2^n for integral n whose result is a normal number.
ADJOINT_INLINE V FN(power_of_two)(V n) {
    return (V)((I)(n + (ROUNDING_SHIFT + EXPONENT_BIAS)) << MANTISSA_BITS);
}

/// x·2^n, right also where the result is subnormal or overflows; n is given as the low bits of `shifted`.
ADJOINT_INLINE V FN(scale)(V x, V shifted) {
    // Only the low bits of these integers survive, so for doubles the halves need not be right beyond 32 bits.
    I n = (I)shifted, half = (I)((adjoint_i32x16)n >> 1);
    return x * (V)((half + EXPONENT_BIAS) << MANTISSA_BITS) * (V)((n - half + EXPONENT_BIAS) << MANTISSA_BITS);
}

/// Reduces x = n·ln 2 + r with |r| ≤ ln 2 / 2 and gives e^r - 1; n stands in the low bits of `shifted`.
ADJOINT_INLINE V FN(reduced_expm1)(V x, V *shifted) {
#if IS_F32
    static const T q[] = {0x1p-1f, 0x1.555554p-3f, 0x1.5554bp-5f, 0x1.11118ap-7f, 0x1.6d73cp-10f, 0x1.a032cep-13f};
#else
    static const T q[] = {0x1p-1,
                          0x1.5555555555559p-3,
                          0x1.555555555553ep-5,
                          0x1.111111110f64fp-7,
                          0x1.6c16c16c1f340p-10,
                          0x1.a01a01b012612p-13,
                          0x1.a01a017b33d15p-16,
                          0x1.71ddf7d0b158ap-19,
                          0x1.27e536cbccb87p-22,
                          0x1.af5fbee590fb7p-26,
                          0x1.1ee87ab424ec1p-29};
#endif
    *shifted = FN(fma)(x, (V)K(0x1.715476p+0f, 0x1.71547652b82fep+0), (V)(T)ROUNDING_SHIFT);
    V n = *shifted - ROUNDING_SHIFT;
    V r = FN(fma)(n, (V)K(-0x1.62e43p-1f, -0x1.62e42fefa39efp-1), x);
    r = FN(fma)(n, (V)K(0x1.05c61p-29f, -0x1.abc9e3b39803fp-56), r);
    V square = r * r;
    return FN(fma)(square, POLYNOMIAL(r, square, q), r);
}

ADJOINT_INLINE V FN(exp)(V x) {
    V shifted, p = FN(reduced_expm1)(FN(at_most)(FN(at_least)(x, K(-104, -746)), K(89, 710)), &shifted);
    return FN(scale)(p + 1, shifted);
}

/// Half of e^x - 1, for x between -40 (-20 for float) and the overflow threshold of exp.
ADJOINT_INLINE V FN(half_expm1)(V x) {
    V shifted, p = FN(reduced_expm1)(x, &shifted);
    V s = (V)(((I)shifted + (EXPONENT_BIAS - 1)) << MANTISSA_BITS);
    return FN(fma)(s, p, s - (T)0.5);
}

ADJOINT_INLINE V FN(expm1)(V x) {
    return 2 * FN(half_expm1)(FN(at_most)(FN(at_least)(x, K(-20, -40)), K(89, 710)));
}

/// (e^2|x| - 1) / (e^2|x| + 1) with the sign of x.
ADJOINT_INLINE V FN(tanh)(V x) {
    V h = FN(half_expm1)(2 * FN(at_most)(FN(absolute)(x), K(10, 20)));
    return __builtin_elementwise_copysign(h / (h + 1), x);
}

/// With z = e^-|x|: 1 / (1 + z) or z / (1 + z), so neither tail loses digits.
ADJOINT_INLINE V FN(sigmoid)(V x) {
    V z = FN(exp)(-FN(absolute)(x));
    return (x < 0 ? z : (V)(T)1) / (z + 1);
}

/// Splits a positive normal x = 2^e·m with m between √½ and √2.
ADJOINT_INLINE V FN(split_exponent)(V x, V *e) {
    const IT root_half = K(0x3f3504f3, 0x3fe6a09e667f3bcd), one = K(0x3f800000, 0x3ff0000000000000);
    I shifted = (I)x + (one - root_half);
    // The biased exponent is placed in the mantissa of 2^MANTISSA_BITS, which converts it without an instruction.
#if IS_F32
    I biased = (I)((adjoint_u32x16)shifted >> 23) | 0x4b000000;
#else
    typedef uint64_t unsigned_lanes __attribute__((ext_vector_type(8)));
    I biased = (I)((unsigned_lanes)shifted >> 52) | 0x4330000000000000;
#endif
    *e = (V)biased - K(0x1p23f + 127, 0x1p52 + 1023);
    return (V)((shifted & K(0x007fffff, 0x000fffffffffffff)) + root_half);
}

/// e·ln 2 + log(1 + f) for f between √½ - 1 and √2 - 1.
ADJOINT_INLINE V FN(log_of_parts)(V e, V f) {
#if IS_F32
    static const T q[] = {0x1.555548p-2f,  -0x1.000006p-2f, 0x1.99a4bcp-3f,  -0x1.555c5ap-3f, 0x1.2336e4p-3f,
                          -0x1.fc1f6cp-4f, 0x1.e6f606p-4f,  -0x1.de4f9ep-4f, 0x1.146310p-4f};
    V square = f * f;
    V tail = square * f * POLYNOMIAL(f, square, q);
    tail = FN(fma)(e, (V)0x1.7f7d1cp-20f, tail);
    tail = FN(fma)(square, (V)-0.5f, tail);
    return FN(fma)(e, (V)0x1.62e4p-1f, f + tail);
#else
    // With s = f / (2 + f): log(1 + f) = 2 artanh s = f - f²/2 + s·(f²/2 + R(s²)).
    static const T q[] = {0x1.5555555555555p-1, 0x1.9999999999daap-2, 0x1.249249242ff6ep-2, 0x1.c71c7254ed180p-3,
                          0x1.745cdf2836cbcp-3, 0x1.3b208c93f2cc2p-3, 0x1.0f5ecdd201057p-3, 0x1.0f55dad0f0c02p-3};
    V s = f / (f + 2), z = s * s, half_square = 0.5 * f * f;
    V tail = s * FN(fma)(z, POLYNOMIAL(z, z * z, q), half_square);
    tail = FN(fma)(e, (V)0x1.a39ef35793c76p-33, tail);
    return FN(fma)(e, (V)0x1.62e42fee00000p-1, f - (half_square - tail));
#endif
}

ADJOINT_INLINE V FN(log)(V x) {
    const T infinity = (T)__builtin_inf(), nan = (T)__builtin_nan("");
    I subnormal = x < K(0x1p-126f, 0x1p-1022);
    V e, m = FN(split_exponent)(subnormal ? x * K(0x1p23f, 0x1p52) : x, &e);
    V y = FN(log_of_parts)(subnormal ? e - MANTISSA_BITS : e, m - 1);
    V special = x == 0 ? (V)-infinity : (x > 0 ? x : (V)nan);
    return ((x > 0) & (x < infinity)) ? y : special;
}

ADJOINT_INLINE V FN(log1p)(V x) {
    const T infinity = (T)__builtin_inf(), nan = (T)__builtin_nan("");
    V e, m = FN(split_exponent)(1 + x, &e);
    // f = (1 + x)·2^-e - 1 with one rounding; where x is large, 1 + x holds all its digits anyway.
    V s = FN(power_of_two)(-FN(at_most)(e, 64));
    V f = e > 60 ? m - 1 : FN(fma)(x, s, s - 1);
    V y = FN(log_of_parts)(e, f);
    V special = x == -1 ? (V)-infinity : (x > -1 ? x : (V)nan);
    return ((x > -1) & (x < infinity)) ? y : special;
}

/// log(1 + e^x) as max(x, 0) + log1p(e^-|x|).
ADJOINT_INLINE V FN(softplus)(V x) {
    V y = (x > 0 ? x : (V)(T)0) + FN(log1p)(FN(exp)(-FN(absolute)(x)));
    return x == x ? y : x;
}

/// Applies a libm function to every lane; float goes through double, which rounds correctly but for rare ties.
ADJOINT_INLINE V FN(each_lane)(V x, double (*function)(double)) {
    V y;
#pragma clang loop unroll(disable)
    for (int lane = 0; lane < LANES; lane++) y[lane] = (T)function((double)x[lane]);
    return y;
}

// Beyond this the three-part reduction by π/2 would lose digits, and the lanes concerned take libm's.
#define LARGE_ANGLE K(0x1p15f, 0x1p40)

/// sin x (quarter = 0) or cos x (quarter = 1).
ADJOINT_INLINE V FN(sine)(V x, IT quarter) {
#if IS_F32
    static const T s[] = {-0x1.555556p-3f, 0x1.111108p-7f, -0x1.a00fap-13f, 0x1.6cd8dp-19f};
    static const T c[] = {0x1.555556p-5f, -0x1.6c16b8p-10f, 0x1.a01136p-16f, -0x1.242e96p-22f};
#else
    static const T s[] = {-0x1.5555555555555p-3,  0x1.111111111110bp-7,  -0x1.a01a01a018b14p-13, 0x1.71de3a533c7dbp-19,
                          -0x1.ae64529b6f5ffp-26, 0x1.612094561686cp-33, -0x1.aaa5eef1d2dfdp-41};
    static const T c[] = {0x1.5555555555555p-5,  -0x1.6c16c16c16c12p-10, 0x1.a01a01a0191cap-16, -0x1.27e4fb7637717p-22,
                          0x1.1eed8cdd97626p-29, -0x1.9393736b5e568p-37, 0x1.aaddf8196f37ep-45};
#endif
    V shifted = FN(fma)(x, (V)K(0x1.45f306p-1f, 0x1.45f306dc9c883p-1), (V)(T)ROUNDING_SHIFT);
    V n = shifted - ROUNDING_SHIFT;
    I quadrant = (I)shifted + quarter;
    V r = FN(fma)(n, (V)K(-0x1.921fb6p+0f, -0x1.921fb54442d18p+0), x);
    r = FN(fma)(n, (V)K(0x1.777a5cp-25f, -0x1.1a62633145c07p-54), r);
    r = FN(fma)(n, (V)K(0x1.ee59dap-50f, 0x1.f1976b7ed8fbcp-110), r);
    V z = r * r;
    V sine = FN(fma)(r * z, POLYNOMIAL(z, z * z, s), r);
    V cosine = FN(fma)(z * z, POLYNOMIAL(z, z * z, c), FN(fma)(z, (V)(T)-0.5, (V)(T)1));
    V y = (quadrant & 1) != 0 ? cosine : sine;
    return (V)((I)y ^ ((quadrant & 2) << K(30, 62)));
}

ADJOINT_INLINE V FN(sine_any)(V x, IT quarter, double (*function)(double)) {
    V y = FN(sine)(x, quarter);
    I large = FN(absolute)(x) > LARGE_ANGLE;
    if (__builtin_reduce_or(large) != 0) {
        V exact = FN(each_lane)(x, function);
        y = large ? exact : y;
    }
    return y;
}
#undef ROUNDING_SHIFT
#undef LARGE_ANGLE
