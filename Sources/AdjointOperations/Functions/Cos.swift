public import AdjointCore
import AdjointKernels

/// The elementwise cosine. TF: `Cos`.
public struct Cos: UnaryOperation {
    public static let type = "Cos"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.cos

    public init() {}

    public static let gradient = GradientRule<Cos>.differentiable { _, context in
        context.afterGradient { gradient in
            [-gradient * context.inputs[0].sin()]
        }
    }
}

extension Tensor {
    /// The cosine of each element, in radians.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.cos`.
    public func cos(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Cos(), name: name, file: file, line: line)
    }
}
