public import AdjointCore
import AdjointKernels

/// The elementwise inverse cosine; NaN outside -1…1. TF: `Acos`.
public struct Acos: UnaryOperation {
    public static let type = "Acos"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.acos

    public init() {}

    // d acos x = -dx / √(1 - x²).
    public static let gradient = GradientRule<Acos>.differentiable { _, context in
        context.afterGradient { gradient in
            let square = context.inputs[0].squared()
            let one = context.graph.constant(NDArray(1, dtype: gradient.dtype))
            let reciprocal = one.subtracting(square).sqrt().reciprocal()
            return [-gradient * reciprocal]
        }
    }
}

extension Tensor {
    /// The inverse cosine of each element, within 0…π; NaN outside -1…1.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.acos`.
    public func acos(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Acos(), name: name, file: file, line: line)
    }
}
