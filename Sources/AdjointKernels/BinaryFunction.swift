import CAdjointKernels

/// A function of two arguments of one type, applied element by element with broadcasting.
///
/// All but `atan2` and `divideNoNaN` take every numeric type that can be computed with; integer arithmetic wraps. Names
/// in parentheses are TensorFlow's op types.
public enum BinaryFunction: UInt32, Sendable, Hashable, CaseIterable {
    /// a + b (`Add`, `AddV2`).
    case add
    /// a - b (`Sub`).
    case subtract
    /// a·b (`Mul`).
    case multiply
    /// a / b; truncates toward zero for integers (`RealDiv`, `Div`, `TruncateDiv`).
    case divide
    /// a / b, or 0 where b is 0 (`DivNoNan`).
    case divideNoNaN
    /// ⌊a / b⌋ (`FloorDiv`).
    case floorDivide
    /// The remainder with the divisor's sign, as in Python (`FloorMod`).
    case floorModulo
    /// The remainder with the dividend's sign, as in C (`TruncateMod`, `Mod`).
    case truncateModulo
    /// a to the power of b (`Pow`), by libm; integers by repeated multiplication.
    case power
    /// The larger; NaN where either is NaN (`Maximum`).
    case maximum
    /// The smaller; NaN where either is NaN (`Minimum`).
    case minimum
    /// (a - b)² (`SquaredDifference`).
    case squaredDifference
    /// The angle of the point (b, a) (`Atan2`), by libm.
    case atan2

    /// Whether ``Elementwise/apply(_:_:_:_:to:plan:kernels:workers:)`` takes elements of this type.
    public func supports(_ type: ElementType) -> Bool {
        adjoint_binary_supports(cFunction, type.cType)
    }

    var cFunction: adjoint_binary { adjoint_binary(rawValue: rawValue) }

    var grain: Int {
        switch self {
        case .power, .atan2, .floorModulo, .truncateModulo: 1024
        default: 32768
        }
    }
}

/// A comparison, or a logical function of booleans; the result is boolean.
///
/// `equal` and `notEqual` take every type that can be computed with and booleans; the orderings take numbers, the
/// logical functions booleans. A comparison with NaN is false, but `notEqual` is true.
public enum Comparison: UInt32, Sendable, Hashable, CaseIterable {
    /// a = b (`Equal`).
    case equal
    /// a ≠ b (`NotEqual`; for booleans, exclusive or).
    case notEqual
    /// a < b (`Less`).
    case less
    /// a ≤ b (`LessEqual`).
    case lessEqual
    /// a > b (`Greater`).
    case greater
    /// a ≥ b (`GreaterEqual`).
    case greaterEqual
    /// Both (`LogicalAnd`).
    case and
    /// Either or both (`LogicalOr`).
    case or

    /// Whether ``Elementwise/compare(_:_:_:_:to:plan:kernels:workers:)`` takes elements of this type.
    public func supports(_ type: ElementType) -> Bool {
        adjoint_comparison_supports(cFunction, type.cType)
    }

    var cFunction: adjoint_comparison { adjoint_comparison(rawValue: rawValue) }
}

/// What an arithmetic kernel met that has no value; the elements concerned hold 0, all others are computed.
public enum ArithmeticFault: Sendable, Hashable {
    /// An integer was divided by zero.
    case integerDivisionByZero
    /// An integer was raised to a negative power.
    case negativeIntegerExponent
}
