public import AdjointCore
import AdjointKernels

/// The elementwise quotient x / y, truncated for integers, as older graphs spell it. TF: `Div`.
public struct Div: BinaryOperation {
    public static let type = "Div"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.divide

    public init() {}

    public static let gradient = GradientRule<Div>.differentiable { _, context in context.quotientGradients { $0 / $1 }
    }
}
