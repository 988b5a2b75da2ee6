public import AdjointCore
import AdjointKernels

/// The elementwise square, x². TF: `Square`.
public struct Square: UnaryOperation {
    public static let type = "Square"
    public static let signature = OperationSignature.unary(in: .numeric)
    static let function = UnaryFunction.square

    public init() {}

    // d(x²) = 2x dx.
    public static let gradient = GradientRule<Square>.differentiable { _, context in
        context.afterGradient { gradient in
            let two = context.graph.constant(NDArray(2, dtype: gradient.dtype))
            return [gradient.multiplied(by: context.inputs[0].multiplied(by: two))]
        }
    }
}

extension Tensor {
    /// The square of each element.
    ///
    /// Shape and element type stay; numeric types. TF: `tf.square`.
    public func squared(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Square(), name: name, file: file, line: line)
    }
}
