public import AdjointCore
import AdjointKernels

/// The gradient of the rectifier: the incoming one where the features (or outputs) are positive, else 0. TF:
/// `ReluGrad`.
public struct ReluGrad: UnaryGradientOperation {
    public static let type = "ReluGrad"
    public static let signature = OperationSignature.binary("gradients", "features", "backprops", in: .numeric)
    static let function = UnaryGradient.relu
    static let gradientIndex = 0

    public init() {}

    // The function is linear on either side of its kinks. TF: `_ReluGradGrad`.
    public static let gradient = GradientRule<ReluGrad>.differentiable { _, context in
        let features = context.inputs[1]
        return [
            context.outputGradient().applying(ReluGrad(), with: features, name: nil, site: nil), features.zerosLike(),
        ]
    }
}
