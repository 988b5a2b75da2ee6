public import AdjointCore
import AdjointKernels

/// The elementwise hyperbolic cosine. TF: `Cosh`.
public struct Cosh: UnaryOperation {
    public static let type = "Cosh"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.cosh

    public init() {}

    public static let gradient = GradientRule<Cosh>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * context.inputs[0].sinh()]
        }
    }
}

extension Tensor {
    /// The hyperbolic cosine of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.cosh`.
    public func cosh(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Cosh(), name: name, file: file, line: line)
    }
}
