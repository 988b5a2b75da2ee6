public import AdjointCore
import AdjointKernels

/// The leaky rectifier, x or alpha·x where x is not positive, elementwise. TF: `LeakyRelu`.
public struct LeakyRelu: UnaryOperation {
    public static let type = "LeakyRelu"
    public static let signature = OperationSignature.activation()
    public static let attributes: [AttributeKey<LeakyRelu>] = [.float("alpha", \.alpha)]
    static let function = UnaryFunction.leakyRelu

    /// The slope below 0.
    public var alpha: Float = 0.2

    public init() {}

    /// The definition with a slope below 0.
    public init(alpha: Float) { self.alpha = alpha }

    public static let gradient = GradientRule<LeakyRelu>.differentiable { definition, context in
        [
            context.outputGradient().applying(
                LeakyReluGrad(alpha: definition.alpha), with: context.inputs[0], name: nil, site: nil)
        ]
    }
}

extension Tensor {
    /// The leaky rectifier of each element: x, or `alpha`·x where x is not positive.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.nn.leaky_relu`.
    public func leakyRelu(
        alpha: Float = 0.2, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(LeakyRelu(alpha: alpha), name: name, file: file, line: line)
    }
}
