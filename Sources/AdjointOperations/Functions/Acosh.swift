public import AdjointCore
import AdjointKernels

/// The elementwise inverse hyperbolic cosine; NaN below 1. TF: `Acosh`.
public struct Acosh: UnaryOperation {
    public static let type = "Acosh"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.acosh

    public init() {}

    // d acosh x = dx / sinh y, y the output.
    public static let gradient = GradientRule<Acosh>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient / context.outputs[0].sinh()]
        }
    }
}

extension Tensor {
    /// The inverse hyperbolic cosine of each element; NaN below 1.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.acosh`.
    public func acosh(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Acosh(), name: name, file: file, line: line)
    }
}
