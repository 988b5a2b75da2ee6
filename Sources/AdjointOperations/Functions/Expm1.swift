public import AdjointCore
import AdjointKernels

/// The elementwise eˣ - 1, exact near 0. TF: `Expm1`.
public struct Expm1: UnaryOperation {
    public static let type = "Expm1"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.expm1

    public init() {}

    public static let gradient = GradientRule<Expm1>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * context.inputs[0].exp()]
        }
    }
}

extension Tensor {
    /// e to the power of each element, less 1, without cancellation near 0.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.expm1`.
    public func expm1(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Expm1(), name: name, file: file, line: line)
    }
}
