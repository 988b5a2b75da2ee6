public import AdjointCore
import AdjointKernels

/// The gradient of the logistic function from its output y: dy·y·(1 - y). TF: `SigmoidGrad`.
public struct SigmoidGrad: UnaryGradientOperation {
    public static let type = "SigmoidGrad"
    public static let signature = OperationSignature.binary("y", "dy", "z", in: .floatingPoint)
    static let function = UnaryGradient.sigmoid
    static let gradientIndex = 1

    public init() {}

    // With z = b·a·(1 - a): dz = b·(1 - 2a) da + a·(1 - a) db. TF: `_SigmoidGradGrad`.
    public static let gradient = GradientRule<SigmoidGrad>.differentiable { _, context in
        let (y, incoming) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            let product = gradient * incoming
            return [
                product - 2.0 * product * y, y.applying(SigmoidGrad(), with: gradient, name: nil, site: nil),
            ]
        }
    }
}
