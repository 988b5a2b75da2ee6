public import AdjointCore

/// The derivative of the lower regularized incomplete gamma function P(a, x) by a, elementwise. TF: `IgammaGradA`.
///
/// float32, float64; shapes broadcast.
public struct IgammaGradA: BroadcastingFunctionOperation {
    public static let type = "IgammaGradA"
    public static let signature = OperationSignature.binary("a", "x", "z", in: .real)

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double {
        SpecialFunctions.incompleteGamma(DualNumber(x[0], derivative: 1), x[1], isUpper: false).derivative
    }

    public static let gradient = GradientRule<IgammaGradA>.notDifferentiable(reason: "TensorFlow defines none")
}
