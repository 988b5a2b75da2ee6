public import AdjointCore
import AdjointKernels

/// The gradient of the leaky rectifier: g, or alpha·g where the features are not positive. TF: `LeakyReluGrad`.
public struct LeakyReluGrad: UnaryGradientOperation {
    public static let type = "LeakyReluGrad"
    public static let signature = OperationSignature.binary("gradients", "features", "backprops", in: .floatingPoint)
    public static let attributes: [AttributeKey<LeakyReluGrad>] = [.float("alpha", \.alpha)]
    static let function = UnaryGradient.leakyRelu
    static let gradientIndex = 0

    /// The slope below 0.
    public var alpha: Float = 0.2

    public init() {}

    /// The definition with a slope below 0.
    public init(alpha: Float) { self.alpha = alpha }

    // The function is linear on either side of 0. TF: `_LeakyReluGradGrad`.
    public static let gradient = GradientRule<LeakyReluGrad>.differentiable { definition, context in
        let features = context.inputs[1]
        return [
            context.outputGradient().applying(definition, with: features, name: nil, site: nil), features.zerosLike(),
        ]
    }
}
