public import AdjointCore
import AdjointKernels

/// The elementwise inverse sine; NaN outside -1…1. TF: `Asin`.
public struct Asin: UnaryOperation {
    public static let type = "Asin"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.asin

    public init() {}

    // d asin x = dx / √(1 - x²).
    public static let gradient = GradientRule<Asin>.differentiable { _, context in
        context.afterGradient { gradient in
            let square = context.inputs[0].squared()
            let one = context.graph.constant(NDArray(1, dtype: gradient.dtype))
            let reciprocal = one.subtracting(square).sqrt().reciprocal()
            return [gradient * reciprocal]
        }
    }
}

extension Tensor {
    /// The inverse sine of each element, within -π/2…π/2; NaN outside -1…1.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.asin`.
    public func asin(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Asin(), name: name, file: file, line: line)
    }
}
