public import AdjointCore
import AdjointKernels

/// The elementwise inverse hyperbolic tangent; NaN outside -1…1. TF: `Atanh`.
public struct Atanh: UnaryOperation {
    public static let type = "Atanh"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.atanh

    public init() {}

    // d atanh x = dx / (1 - x²).
    public static let gradient = GradientRule<Atanh>.differentiable { _, context in
        context.afterGradient { gradient in
            let square = context.inputs[0].squared()
            let one = context.graph.constant(NDArray(1, dtype: gradient.dtype))
            let reciprocal = one.subtracting(square).reciprocal()
            return [gradient * reciprocal]
        }
    }
}

extension Tensor {
    /// The inverse hyperbolic tangent of each element; NaN outside -1…1.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.atanh`.
    public func atanh(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Atanh(), name: name, file: file, line: line)
    }
}
