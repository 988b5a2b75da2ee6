public import AdjointCore
import AdjointKernels

/// The elementwise hyperbolic tangent. TF: `Tanh`.
public struct Tanh: UnaryOperation {
    public static let type = "Tanh"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.tanh

    public init() {}

    public static let gradient = GradientRule<Tanh>.differentiable { _, context in
        context.afterGradient { gradient in
            [context.outputs[0].applying(TanhGrad(), with: gradient, name: nil, site: nil)]
        }
    }
}

extension Tensor {
    /// The hyperbolic tangent of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.tanh`.
    public func tanh(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Tanh(), name: name, file: file, line: line)
    }
}
