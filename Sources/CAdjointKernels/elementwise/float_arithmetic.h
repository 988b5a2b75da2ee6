// Remainders and powers of the floating-point type T.

ADJOINT_INLINE T FN(floor_quotient)(T a, T b) { return __builtin_elementwise_floor(a / b); }
ADJOINT_INLINE T FN(remainder)(T a, T b) { return (T)fmod((double)a, (double)b); }

/// The remainder with the divisor's sign, as in Python.
ADJOINT_INLINE T FN(floor_remainder)(T a, T b) {
    T r = FN(remainder)(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

ADJOINT_INLINE T FN(power)(T a, T b) { return b == 2 ? a * a : (T)pow((double)a, (double)b); }
