public import AdjointCore
import AdjointKernels

/// The elementwise negative, -x. TF: `Neg`.
public struct Neg: UnaryOperation {
    public static let type = "Neg"
    public static let signature = OperationSignature.unary(in: .numeric)
    static let function = UnaryFunction.negate

    public init() {}

    public static let gradient = GradientRule<Neg>.differentiable { _, context in
        [-context.outputGradient()]
    }
}

extension Tensor {
    /// The negative of each element.
    ///
    /// Shape and element type stay; numeric types. TF: `tf.negative`.
    public func negated(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Neg(), name: name, file: file, line: line)
    }

    /// The negative of each element. TF: the operator `-`.
    public static prefix func - (operand: Tensor) -> Tensor {
        operand.graph.addTensor(Neg(), inputs: [operand])
    }
}
