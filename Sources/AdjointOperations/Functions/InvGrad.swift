public import AdjointCore
import AdjointKernels

/// The gradient of 1/x from its output y: -dy·y², as older graphs spell it. TF: `InvGrad`.
public struct InvGrad: UnaryGradientOperation {
    public static let type = "InvGrad"
    public static let signature = OperationSignature.binary("y", "dy", "z", in: .floatingPoint)
    static let function = UnaryGradient.reciprocal
    static let gradientIndex = 1

    public init() {}

    // With z = -b·a²: dz = -2·b·a da - a² db. TF: `_ReciprocalGradGrad`.
    public static let gradient = GradientRule<InvGrad>.differentiable { _, context in
        let (y, incoming) = (context.inputs[0], context.inputs[1])
        return context.afterGradient { gradient in
            [
                gradient * -2.0 * incoming * y, y.applying(ReciprocalGrad(), with: gradient, name: nil, site: nil),
            ]
        }
    }
}
