// Division, remainder and power of the integer type T, none of which ever traps: a zero divisor or a negative exponent
// gives 0 and is noted in *fault; the one quotient that overflows wraps.

ADJOINT_INLINE T FN(quotient)(T a, T b, int *fault) {
    if (b == 0) {
        *fault |= ADJOINT_DIVISION_BY_ZERO;
        return 0;
    }
#if IS_SIGNED
    if (b == -1) return (T)(0 - (W)a);
#endif
    return (T)(a / b);
}

ADJOINT_INLINE T FN(remainder)(T a, T b, int *fault) {
    if (b == 0) {
        *fault |= ADJOINT_DIVISION_BY_ZERO;
        return 0;
    }
#if IS_SIGNED
    if (b == -1) return 0;
#endif
    return (T)(a % b);
}

ADJOINT_INLINE T FN(floor_quotient)(T a, T b, int *fault) {
    T q = FN(quotient)(a, b, fault);
#if IS_SIGNED
    if (b != 0 && b != -1 && (a < 0) != (b < 0) && a % b != 0) q--;
#endif
    return q;
}

ADJOINT_INLINE T FN(floor_remainder)(T a, T b, int *fault) {
    T r = FN(remainder)(a, b, fault);
#if IS_SIGNED
    if (r != 0 && (r < 0) != (b < 0)) r = (T)(r + b);
#endif
    return r;
}

ADJOINT_INLINE T FN(power)(T a, T b, int *fault) {
    if (IS_SIGNED && b < 0) {
        *fault |= ADJOINT_NEGATIVE_EXPONENT;
        return 0;
    }
    W result = 1, base = (W)a;
    for (W exponent = (W)b; exponent != 0; exponent >>= 1) {
        if (exponent & 1) result *= base;
        base *= base;
    }
    return (T)result;
}
