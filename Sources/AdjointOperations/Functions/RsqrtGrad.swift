public import AdjointCore
import AdjointKernels

/// The gradient of 1/√x from its output y: -dy·y³ / 2. TF: `RsqrtGrad`.
public struct RsqrtGrad: UnaryGradientOperation {
    public static let type = "RsqrtGrad"
    public static let signature = OperationSignature.binary("y", "dy", "z", in: .floatingPoint)
    static let function = UnaryGradient.reciprocalSquareRoot
    static let gradientIndex = 1

    public init() {}

    // With z = -b·a³ / 2: dz = -3/2·b·a² da - a³/2 db. TF: `_RsqrtGradGrad`.
    public static let gradient = GradientRule<RsqrtGrad>.differentiable { _, context in
        let (y, incoming) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            [
                -1.5 * gradient * incoming * y.squared(), y.applying(RsqrtGrad(), with: gradient, name: nil, site: nil),
            ]
        }
    }
}
