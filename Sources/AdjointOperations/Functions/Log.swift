public import AdjointCore
import AdjointKernels

/// The elementwise natural logarithm; NaN below zero. TF: `Log`.
public struct Log: UnaryOperation {
    public static let type = "Log"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.log

    public init() {}

    // d log x = dx / x.
    public static let gradient = GradientRule<Log>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * context.inputs[0].reciprocal()]
        }
    }
}

extension Tensor {
    /// The natural logarithm of each element; -∞ at 0, NaN below.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.log`.
    public func log(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Log(), name: name, file: file, line: line)
    }
}
