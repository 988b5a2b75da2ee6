public import AdjointCore
import AdjointKernels

/// The gradient of √x from its output y: dy / 2y. TF: `SqrtGrad`.
public struct SqrtGrad: UnaryGradientOperation {
    public static let type = "SqrtGrad"
    public static let signature = OperationSignature.binary("y", "dy", "z", in: .floatingPoint)
    static let function = UnaryGradient.squareRoot
    static let gradientIndex = 1

    public init() {}

    // With z = b / 2a: dz = -(z / a) da + db / 2a. TF: `_SqrtGradGrad`.
    public static let gradient = GradientRule<SqrtGrad>.differentiable { _, context in
        context.afterGradient { gradient in
            let quotient = gradient / context.inputs[0]
            return [-quotient * context.outputs[0], 0.5 * quotient]
        }
    }
}
