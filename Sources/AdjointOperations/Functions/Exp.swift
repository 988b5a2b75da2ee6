public import AdjointCore
import AdjointKernels

/// The elementwise exponential, eˣ. TF: `Exp`.
public struct Exp: UnaryOperation {
    public static let type = "Exp"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.exp

    public init() {}

    // The derivative is the output itself.
    public static let gradient = GradientRule<Exp>.differentiable { _, context in
        context.afterGradient { gradient in
            [gradient * context.outputs[0]]
        }
    }
}

extension Tensor {
    /// e to the power of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.exp`.
    public func exp(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Exp(), name: name, file: file, line: line)
    }
}
