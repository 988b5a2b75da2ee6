public import AdjointCore
import AdjointKernels

/// The elementwise inverse tangent. TF: `Atan`.
public struct Atan: UnaryOperation {
    public static let type = "Atan"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.atan

    public init() {}

    // d atan x = dx / (1 + x²).
    public static let gradient = GradientRule<Atan>.differentiable { _, context in
        context.afterGradient { gradient in
            let square = context.inputs[0].squared()
            let one = context.graph.constant(NDArray(1, dtype: gradient.dtype))
            let reciprocal = one.adding(square).reciprocal()
            return [gradient * reciprocal]
        }
    }
}

extension Tensor {
    /// The inverse tangent of each element, within -π/2…π/2.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.atan`.
    public func atan(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Atan(), name: name, file: file, line: line)
    }
}
