public import AdjointCore
import AdjointKernels

/// The gradient of the exponential linear unit from its outputs y: g, or g·(y + 1) where y < 0. TF: `EluGrad`.
public struct EluGrad: UnaryGradientOperation {
    public static let type = "EluGrad"
    public static let signature = OperationSignature.binary("gradients", "outputs", "backprops", in: .floatingPoint)
    static let function = UnaryGradient.elu
    static let gradientIndex = 0

    public init() {}

    // Below 0 the gradient g·(y + c) depends on the output y too. TF: `_EluGradGrad`.
    public static let gradient = GradientRule<EluGrad>.differentiable { _, context in
        let (incoming, outputs) = (context.inputs[0], context.inputs[1])
        let gradient = context.outputGradient()
        let ofGradients = gradient.applying(EluGrad(), with: outputs, name: nil, site: nil)
        let isNegative = outputs .< 0
        let product = gradient * incoming
        return [ofGradients, selectRows(isNegative, then: product, else: outputs.zerosLike())]
    }
}
