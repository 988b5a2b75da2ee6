public import AdjointCore

/// The upper regularized incomplete gamma function Q(a, x), elementwise. TF: `Igammac`.
///
/// float32, float64; shapes broadcast.
public struct Igammac: BroadcastingFunctionOperation {
    public static let type = "Igammac"
    public static let signature = OperationSignature(
        inputs: [.tensor("a", in: .real), .tensor("x", in: .real)], outputs: [.tensor("z")])

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double {
        SpecialFunctions.incompleteGamma(x[0], x[1], isUpper: true)
    }

    // TF: `_IgammacGrad`.
    public static let gradient = GradientRule<Igammac>.differentiable { _, context in
        context.incompleteGammaGradients { -$0 }
    }
}
