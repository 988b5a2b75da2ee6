public import AdjointCore
import AdjointKernels

/// The elementwise reciprocal, 1/x, as older graphs spell it. TF: `Inv`.
public struct Inv: UnaryOperation {
    public static let type = "Inv"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.reciprocal

    public init() {}

    public static let gradient = GradientRule<Inv>.differentiable { _, context in
        [context.outputs[0].applying(ReciprocalGrad(), with: context.outputGradient(), name: nil, site: nil)]
    }
}
