public import AdjointCore
import AdjointKernels

/// The elementwise hyperbolic sine. TF: `Sinh`.
public struct Sinh: UnaryOperation {
    public static let type = "Sinh"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.sinh

    public init() {}

    public static let gradient = GradientRule<Sinh>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * context.inputs[0].cosh()]
        }
    }
}

extension Tensor {
    /// The hyperbolic sine of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.sinh`.
    public func sinh(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Sinh(), name: name, file: file, line: line)
    }
}
