public import AdjointCore
import AdjointKernels

/// The gradient of the capped rectifier: the incoming one where the features (or outputs) lie between 0 and 6, else 0.
/// TF: `Relu6Grad`.
public struct Relu6Grad: UnaryGradientOperation {
    public static let type = "Relu6Grad"
    public static let signature = OperationSignature.binary("gradients", "features", "backprops", in: .numeric)
    static let function = UnaryGradient.relu6
    static let gradientIndex = 0

    public init() {}

    // The function is linear on either side of its kinks. TF: `_Relu6GradGrad`.
    public static let gradient = GradientRule<Relu6Grad>.differentiable { _, context in
        let features = context.inputs[1]
        return [
            context.outputGradient().applying(Relu6Grad(), with: features, name: nil, site: nil), features.zerosLike(),
        ]
    }
}
