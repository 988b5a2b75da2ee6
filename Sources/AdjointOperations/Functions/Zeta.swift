public import AdjointCore

/// Hurwitz' zeta function, elementwise. TF: `Zeta`.
///
/// float32, float64; shapes broadcast.
public struct Zeta: BroadcastingFunctionOperation {
    public static let type = "Zeta"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .real), .tensor("q", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { SpecialFunctions.zeta(x[0], x[1]) }

    public static let gradient = GradientRule<Zeta>.notDifferentiable(reason: "not available in this version")
}
