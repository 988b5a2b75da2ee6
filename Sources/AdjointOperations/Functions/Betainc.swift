public import AdjointCore

/// The regularized incomplete beta function, elementwise. TF: `Betainc`.
///
/// float32, float64; shapes broadcast.
public struct Betainc: BroadcastingFunctionOperation {
    public static let type = "Betainc"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", in: .real), .tensor("b", in: .real), .tensor("x", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { SpecialFunctions.incompleteBeta(x[0], x[1], x[2]) }

    public static let gradient = GradientRule<Betainc>.notDifferentiable(reason: "not available in this version")
}
