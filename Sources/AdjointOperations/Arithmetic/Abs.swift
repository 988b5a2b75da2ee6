public import AdjointCore
import AdjointKernels

/// The elementwise absolute value, |x|. TF: `Abs`.
public struct Abs: UnaryOperation {
    public static let type = "Abs"
    public static let signature = OperationSignature.unary(in: .numeric)
    static let function = UnaryFunction.absolute

    public init() {}

    // The gradient at 0 is 0.
    public static let gradient = GradientRule<Abs>.differentiable { _, context in
        [context.outputGradient() * context.inputs[0].sign()]
    }
}

extension Tensor {
    /// The absolute value of each element.
    ///
    /// Shape and element type stay; numeric types. TF: `tf.abs`.
    public func abs(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Abs(), name: name, file: file, line: line)
    }
}
