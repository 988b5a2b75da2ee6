public import AdjointCore
import AdjointKernels

/// The elementwise sum x + y, as older graphs spell it. TF: `Add`.
public struct Add: BinaryOperation {
    public static let type = "Add"
    public static let signature = OperationSignature.binary(in: .numeric)
    static let function = BinaryFunction.add

    public init() {}

    public static let gradient = GradientRule<Add>.differentiable { _, context in context.sumGradients() }
}
