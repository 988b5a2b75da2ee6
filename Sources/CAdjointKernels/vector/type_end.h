// Unbinds what float32_begin.h or float64_begin.h bound.
#undef SUFFIX
#undef T
#undef V
#undef I
#undef IT
#undef LANES
#undef MANTISSA_BITS
#undef EXPONENT_BIAS
#undef K
#undef IS_F32
