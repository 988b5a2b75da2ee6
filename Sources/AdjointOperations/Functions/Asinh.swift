public import AdjointCore
import AdjointKernels

/// The elementwise inverse hyperbolic sine. TF: `Asinh`.
public struct Asinh: UnaryOperation {
    public static let type = "Asinh"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.asinh

    public init() {}

    // d asinh x = dx / cosh y, y the output.
    public static let gradient = GradientRule<Asinh>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient / context.outputs[0].cosh()]
        }
    }
}

extension Tensor {
    /// The inverse hyperbolic sine of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.asinh`.
    public func asinh(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Asinh(), name: name, file: file, line: line)
    }
}
