public import AdjointCore
import AdjointKernels

/// The gradient of tanh from its output y: dy·(1 - y²). TF: `TanhGrad`.
public struct TanhGrad: UnaryGradientOperation {
    public static let type = "TanhGrad"
    public static let signature = OperationSignature.binary("y", "dy", "z", in: .floatingPoint)
    static let function = UnaryGradient.tanh
    static let gradientIndex = 1

    public init() {}

    // With z = b·(1 - a²): dz = -2·a·b da + (1 - a²) db. TF: `_TanhGradGrad`.
    public static let gradient = GradientRule<TanhGrad>.differentiable { _, context in
        let (y, incoming) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            [
                gradient * -2.0 * incoming * y, y.applying(TanhGrad(), with: gradient, name: nil, site: nil),
            ]
        }
    }
}
