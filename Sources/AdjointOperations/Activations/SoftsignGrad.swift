public import AdjointCore
import AdjointKernels

/// The gradient of softsign: g / (1 + |x|)². TF: `SoftsignGrad`.
public struct SoftsignGrad: UnaryGradientOperation {
    public static let type = "SoftsignGrad"
    public static let signature = OperationSignature.binary("gradients", "features", "backprops", in: .floatingPoint)
    static let function = UnaryGradient.softsign
    static let gradientIndex = 0

    public init() {}

    // With z = g / (1 + |x|)²: dz = dg / (1 + |x|)² - 2·z·sign x / (1 + |x|) dx. TensorFlow has no such gradient.
    public static let gradient = GradientRule<SoftsignGrad>.differentiable { _, context in
        let x = context.inputs[1]
        let gradient = context.outputGradient()
        let ofGradients = gradient.applying(SoftsignGrad(), with: x, name: nil, site: nil)
        return [ofGradients, gradient * context.outputs[0] * (-2.0 * x.sign()) / (1 + x.abs())]
    }
}
