public import AdjointCore
import AdjointKernels

/// The rectifier max(x, 0), elementwise. TF: `Relu`.
public struct Relu: UnaryOperation {
    public static let type = "Relu"
    public static let signature = OperationSignature.activation(in: .numeric)
    static let function = UnaryFunction.relu

    public init() {}

    public static let gradient = GradientRule<Relu>.differentiable { _, context in
        [context.outputGradient().applying(ReluGrad(), with: context.outputs[0], name: nil, site: nil)]
    }
}

extension Tensor {
    /// The rectifier max(x, 0) of each element; NaN stays NaN.
    ///
    /// Shape and element type stay; numeric types. TF: `tf.nn.relu`.
    public func relu(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Relu(), name: name, file: file, line: line)
    }
}
