public import AdjointCore
import AdjointKernels

/// The elementwise log(1 + x), exact near 0. TF: `Log1p`.
public struct Log1p: UnaryOperation {
    public static let type = "Log1p"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.log1p

    public init() {}

    // d log(1 + x) = dx / (1 + x).
    public static let gradient = GradientRule<Log1p>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * (1 + context.inputs[0]).reciprocal()]
        }
    }
}

extension Tensor {
    /// The natural logarithm of 1 plus each element, without cancellation near 0.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.log1p`.
    public func log1p(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Log1p(), name: name, file: file, line: line)
    }
}
