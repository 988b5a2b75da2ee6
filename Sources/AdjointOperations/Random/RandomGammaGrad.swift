public import AdjointCore

/// The derivatives of samples of gamma distributions by the distributions' shape, elementwise. TF: `RandomGammaGrad`.
///
/// alpha: the shape parameters; sample: what ``RandomGamma`` gave for them; float32 or float64; shapes broadcast. Source:
/// Figurnov, Mohamed and Mnih 2018, Implicit reparameterization gradients.
public struct RandomGammaGrad: BroadcastingFunctionOperation {
    public static let type = "RandomGammaGrad"
    public static let signature = OperationSignature.binary("alpha", "sample", "output", in: .real)

    public init() {}

    static func value(_ x: UnsafePointer<Double>) -> Double { SpecialFunctions.gammaSampleDerivative(x[0], x[1]) }

    public static let gradient = GradientRule<RandomGammaGrad>.notDifferentiable(reason: "TensorFlow defines none")
}
