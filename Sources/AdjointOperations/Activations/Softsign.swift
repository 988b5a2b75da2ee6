public import AdjointCore
import AdjointKernels

/// The softsign x / (1 + |x|), elementwise. TF: `Softsign`.
public struct Softsign: UnaryOperation {
    public static let type = "Softsign"
    public static let signature = OperationSignature.activation()
    static let function = UnaryFunction.softsign

    public init() {}

    public static let gradient = GradientRule<Softsign>.differentiable { _, context in
        [context.outputGradient().applying(SoftsignGrad(), with: context.inputs[0], name: nil, site: nil)]
    }
}

extension Tensor {
    /// The softsign x / (1 + |x|) of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.nn.softsign`.
    public func softsign(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Softsign(), name: name, file: file, line: line)
    }
}
