public import AdjointCore
import AdjointKernels

/// The gradient of softplus: g / (1 + e⁻ˣ). TF: `SoftplusGrad`.
public struct SoftplusGrad: UnaryGradientOperation {
    public static let type = "SoftplusGrad"
    public static let signature = OperationSignature.binary("gradients", "features", "backprops", in: .floatingPoint)
    static let function = UnaryGradient.softplus
    static let gradientIndex = 0

    public init() {}

    // With z = g / (1 + e⁻ˣ): dz = dg / (1 + e⁻ˣ) + g / (e⁻ˣ + 2 + eˣ) dx. TF: `_SoftplusGradGrad`.
    public static let gradient = GradientRule<SoftplusGrad>.differentiable { _, context in
        let (incoming, x) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            let ofGradients = gradient.applying(SoftplusGrad(), with: x, name: nil, site: nil)
            return [ofGradients, gradient * incoming / ((-x).exp() + 2.0 + x.exp())]
        }
    }
}
