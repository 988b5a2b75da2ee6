import CAdjointKernels

/// A function of one argument, applied to every element.
///
/// All functions take `float32` and `float64`; `negate`, `absolute`, `sign`, `square`, `relu` and `relu6` also take
/// integers, whose arithmetic wraps. NaN gives NaN. Names in parentheses are TensorFlow's op types.
///
/// Errors are stated in units of the last place of the result (ULP); for `float32` they are the largest over all
/// arguments, for `float64` the largest over millions of samples, both rounded up. Functions without a figure are exactly
/// rounded or a fixed chain of exactly rounded operations. Those by libm are computed in double and then rounded, so in
/// `float32` they are within 0.51 ULP, in `float64` as good as the platform's libm.
public enum UnaryFunction: UInt32, Sendable, Hashable, CaseIterable {
    /// -x (`Neg`).
    case negate
    /// |x| (`Abs`).
    case absolute
    /// -1, 0 or 1 (`Sign`).
    case sign
    /// x² (`Square`).
    case square
    /// √x (`Sqrt`).
    case squareRoot
    /// 1/√x, as a quotient (`Rsqrt`).
    case reciprocalSquareRoot
    /// 1/x (`Reciprocal`, `Inv`).
    case reciprocal
    /// eˣ (`Exp`); 1 ULP.
    case exp
    /// eˣ - 1 (`Expm1`); 1.5 ULP, in `float64` 2.
    case expm1
    /// The natural logarithm (`Log`); 1 ULP.
    case log
    /// log(1 + x) (`Log1p`); 1.5 ULP, in `float64` 1.
    case log1p
    /// sin x, x in radians (`Sin`); 1.6 ULP, beyond 2¹⁵ (in `float64` 2⁴⁰) by libm.
    case sin
    /// cos x (`Cos`); accurate as `sin`.
    case cos
    /// tan x (`Tan`), by libm.
    case tan
    /// arcsin x (`Asin`), by libm.
    case asin
    /// arccos x (`Acos`), by libm.
    case acos
    /// arctan x (`Atan`), by libm.
    case atan
    /// sinh x (`Sinh`), by libm.
    case sinh
    /// cosh x (`Cosh`), by libm.
    case cosh
    /// tanh x (`Tanh`); 2.5 ULP.
    case tanh
    /// arsinh x (`Asinh`), by libm.
    case asinh
    /// arcosh x (`Acosh`), by libm.
    case acosh
    /// artanh x (`Atanh`), by libm.
    case atanh
    /// The error function (`Erf`), by libm.
    case erf
    /// 1 - erf x (`Erfc`), by libm.
    case erfc
    /// 1 / (1 + e⁻ˣ) (`Sigmoid`); 2.5 ULP.
    case sigmoid
    /// log(1 + eˣ) (`Softplus`); 1.75 ULP.
    case softplus
    /// x / (1 + |x|) (`Softsign`).
    case softsign
    /// max(x, 0) (`Relu`).
    case relu
    /// min(max(x, 0), 6) (`Relu6`).
    case relu6
    /// x, or eˣ - 1 where x < 0 (`Elu`); 1.5 ULP, in `float64` 2.
    case elu
    /// λx, or λα(eˣ - 1) where x < 0, with λ = 1.0507… and α = 1.6733… (`Selu`); 2.6 ULP, in `float64` 3.
    case selu
    /// x, or alpha·x where x ≤ 0 (`LeakyRelu`).
    case leakyRelu
    /// The largest integer not above x (`Floor`).
    case floor
    /// The smallest integer not below x (`Ceil`).
    case ceil
    /// The nearest integer, the even one on ties (`Round`, `Rint`).
    case round

    /// Whether ``Elementwise/apply(_:_:_:to:count:alpha:kernels:workers:)`` takes elements of this type.
    public func supports(_ type: ElementType) -> Bool {
        adjoint_unary_supports(cFunction, type.cType)
    }

    var cFunction: adjoint_unary { adjoint_unary(rawValue: rawValue) }

    /// How many elements make a piece of work for one thread: about ten microseconds.
    var grain: Int {
        switch self {
        case .negate, .absolute, .sign, .square, .relu, .relu6, .leakyRelu, .floor, .ceil, .round: 32768
        case .tan, .asin, .acos, .atan, .sinh, .cosh, .asinh, .acosh, .atanh, .erf, .erfc: 1024
        default: 8192
        }
    }
}

/// The gradient of a function of one argument, in terms of the incoming gradient and of the function's argument or
/// result, as the TensorFlow op in parentheses takes it. For `float32` and `float64`.
public enum UnaryGradient: UInt32, Sendable, Hashable, CaseIterable {
    /// g where the features are positive, else 0 (`ReluGrad`).
    case relu
    /// g where the features lie between 0 and 6, else 0 (`Relu6Grad`).
    case relu6
    /// g, or g·(y + 1) where the outputs y are negative (`EluGrad`).
    case elu
    /// λg, or g·(y + λα) where the outputs y are negative (`SeluGrad`).
    case selu
    /// g, or alpha·g where the features are not positive (`LeakyReluGrad`).
    case leakyRelu
    /// g / (1 + e⁻ˣ), x the features (`SoftplusGrad`).
    case softplus
    /// g / (1 + |x|)², x the features (`SoftsignGrad`).
    case softsign
    /// g·y·(1 - y), y the outputs (`SigmoidGrad`).
    case sigmoid
    /// g·(1 - y²), y the outputs (`TanhGrad`).
    case tanh
    /// g / 2y, y the outputs (`SqrtGrad`).
    case squareRoot
    /// -g·y³ / 2, y the outputs (`RsqrtGrad`).
    case reciprocalSquareRoot
    /// -g·y², y the outputs (`ReciprocalGrad`, `InvGrad`).
    case reciprocal

    var cFunction: adjoint_unary_gradient { adjoint_unary_gradient(rawValue: rawValue) }
}

/// A question about a floating-point number.
public enum FloatPredicate: UInt32, Sendable, Hashable, CaseIterable {
    /// Whether it is NaN (`IsNan`).
    case isNaN
    /// Whether it is +∞ or -∞ (`IsInf`).
    case isInfinite
    /// Whether it is neither NaN nor infinite (`IsFinite`).
    case isFinite
}
