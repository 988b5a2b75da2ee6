public import AdjointCore
import AdjointKernels

/// The gradient of the scaled exponential linear unit from its outputs y: λg, or g·(y + λα) where y < 0. TF:
/// `SeluGrad`.
public struct SeluGrad: UnaryGradientOperation {
    public static let type = "SeluGrad"
    public static let signature = OperationSignature.binary("gradients", "outputs", "backprops", in: .floatingPoint)
    static let function = UnaryGradient.selu
    static let gradientIndex = 0

    public init() {}

    // Below 0 the gradient g·(y + c) depends on the output y too. TF: `_SeluGradGrad`.
    public static let gradient = GradientRule<SeluGrad>.differentiable { _, context in
        let (incoming, outputs) = (context.inputs[0], context.inputs[1])
        let gradient = context.outputGradient()
        let ofGradients = gradient.applying(SeluGrad(), with: outputs, name: nil, site: nil)
        let isNegative = outputs .< 0
        let product = gradient * incoming
        return [ofGradients, selectRows(isNegative, then: product, else: outputs.zerosLike())]
    }
}
