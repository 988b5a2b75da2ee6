public import AdjointCore
import AdjointKernels

/// The softplus log(1 + eˣ), elementwise. TF: `Softplus`.
public struct Softplus: UnaryOperation {
    public static let type = "Softplus"
    public static let signature = OperationSignature.activation()
    static let function = UnaryFunction.softplus

    public init() {}

    public static let gradient = GradientRule<Softplus>.differentiable { _, context in
        [context.outputGradient() * context.inputs[0].sigmoid()]
    }
}

extension Tensor {
    /// The softplus log(1 + eˣ) of each element.
    ///
    /// Shape and element type stay; float32, float64. TF: `tf.nn.softplus`.
    public func softplus(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Softplus(), name: name, file: file, line: line)
    }
}
