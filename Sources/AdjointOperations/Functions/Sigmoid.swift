public import AdjointCore
import AdjointKernels

/// The elementwise logistic function, 1 / (1 + e⁻ˣ). TF: `Sigmoid`.
public struct Sigmoid: UnaryOperation {
    public static let type = "Sigmoid"
    public static let signature = OperationSignature.unary()
    static let function = UnaryFunction.sigmoid

    public init() {}

    public static let gradient = GradientRule<Sigmoid>.differentiable { _, context in
        context.afterGradient { gradient in
            [context.outputs[0].applying(SigmoidGrad(), with: gradient, name: nil, site: nil)]
        }
    }
}

extension Tensor {
    /// The logistic function of each element, 1 / (1 + e⁻ˣ).
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.sigmoid`.
    public func sigmoid(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Sigmoid(), name: name, file: file, line: line)
    }
}
