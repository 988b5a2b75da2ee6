public import AdjointCore

/// The lower regularized incomplete gamma function P(a, x), elementwise. TF: `Igamma`.
///
/// float32, float64; shapes broadcast.
public struct Igamma: BroadcastingFunctionOperation {
    public static let type = "Igamma"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", in: .real), .tensor("x", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double {
        SpecialFunctions.incompleteGamma(x[0], x[1], isUpper: false)
    }

    public static let gradient = GradientRule<Igamma>.notDifferentiable(reason: "not available in this version")
}
