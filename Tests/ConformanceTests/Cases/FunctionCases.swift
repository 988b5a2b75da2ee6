import Adjoint
import AdjointCore

extension OperationCase {
    /// Elementwise functions of one argument, on values away from their singularities and kinks.
    static let functions: [OperationCase] =
        unaryCases("Neg") { -$0 }
        + unaryCases("Abs", 0.1...1) { $0.abs() }
        + unaryCases("Abs below 0", -1 ... -0.1) { $0.abs() }
        + unaryCases("Sign", 0.1...1) { $0.sign() }
        + unaryCases("Square") { $0.squared() }
        + unaryCases("Sqrt", 0.5...2) { $0.sqrt() }
        + unaryCases("Rsqrt", 0.5...2) { $0.rsqrt() }
        + unaryCases("Reciprocal", 0.5...2) { $0.reciprocal() }
        + unaryCases("Exp") { $0.exp() }
        + unaryCases("Expm1") { $0.expm1() }
        + unaryCases("Log", 0.5...2) { $0.log() }
        + unaryCases("Log1p", -0.5...1) { $0.log1p() }
        + unaryCases("Sin", -4...4) { $0.sin() }
        + unaryCases("Cos", -4...4) { $0.cos() }
        + unaryCases("Tan") { $0.tan() }
        + unaryCases("Asin", -0.8...0.8) { $0.asin() }
        + unaryCases("Acos", -0.8...0.8) { $0.acos() }
        + unaryCases("Atan", -2...2) { $0.atan() }
        + unaryCases("Sinh") { $0.sinh() }
        + unaryCases("Cosh") { $0.cosh() }
        + unaryCases("Tanh", -2...2) { $0.tanh() }
        + unaryCases("Asinh", -2...2) { $0.asinh() }
        + unaryCases("Acosh", 1.5...3) { $0.acosh() }
        + unaryCases("Atanh", -0.8...0.8) { $0.atanh() }
        + unaryCases("Sigmoid", -3...3) { $0.sigmoid() }
        + unaryCases("Erf", -2...2) { $0.erf() }
        + unaryCases("Erfc", -2...2) { $0.erfc() }
        + unaryCases("Floor", 0.1...0.9) { $0.floor() }
        + unaryCases("Ceil", 0.1...0.9) { $0.ceil() }
        + unaryCases("Round", 0.6...1.4) { $0.rounded() }
        + unaryCases("Rint", 0.6...1.4) { $0.rint() }
        + [
            OperationCase("Neg of integers", inputs: [.value(NDArray([7, -7, 0] as [Int32]))]) { -$0[0] },
            OperationCase("Abs of integers", inputs: [.value(NDArray([7, -7, 0] as [Int64]))]) { $0[0].abs() },
            OperationCase("Sign of integers", inputs: [.value(NDArray([7, -7, 0] as [Int32]))]) { $0[0].sign() },
            OperationCase("Square of integers", inputs: [.value(NDArray([7, -7, 0] as [Int32]))]) { $0[0].squared() },
            OperationCase("CheckNumerics", inputs: [.random([2, 3])]) { $0[0].checkingNumerics("bad") },
            .raw("CheckNumericsV2", attributes: ["message": .string("bad")], inputs: [.random([2, 3])]),
            specials("IsNan") { $0.isNaN() },
            specials("IsInf") { $0.isInfinite() },
            specials("IsFinite") { $0.isFinite() },
            specials("Sign of special values") { $0.sign() },
            specials("Exp of special values") { $0.exp() },
            specials("Log of special values") { $0.log() },
            specials("Tanh of special values") { $0.tanh() },
            specials("Sigmoid of special values") { $0.sigmoid() },
        ]

    /// A function on a matrix, a scalar, one element and none.
    static func unaryCases(
        _ name: String, _ range: ClosedRange<Double> = -1...1, _ build: @escaping @Sendable (Tensor) -> Tensor
    ) -> [OperationCase] {
        [[2, 3], [], [1, 1], [0, 3]].map { shape in
            OperationCase("\(name) \(shape)", inputs: [.randomIn(range, shape)]) { build($0[0]) }
        }
    }

    /// A function on signed zeros, infinities, NaN and the smallest and largest numbers.
    static func specials(_ name: String, _ build: @escaping @Sendable (Tensor) -> Tensor) -> OperationCase {
        let values: [Float] = [
            0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 100, -100,
        ]
        return OperationCase(name, dtypes: [.float32], inputs: [.value(NDArray(values))]) { build($0[0]) }
    }
}
