public import AdjointCore
import AdjointKernels

/// The elementwise sine. TF: `Sin`.
public struct Sin: UnaryOperation {
    public static let type = "Sin"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.sin

    public init() {}

    public static let gradient = GradientRule<Sin>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * context.inputs[0].cos()]
        }
    }
}

extension Tensor {
    /// The sine of each element, in radians.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.sin`.
    public func sin(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Sin(), name: name, file: file, line: line)
    }
}
