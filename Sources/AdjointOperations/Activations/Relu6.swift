public import AdjointCore
import AdjointKernels

/// The rectifier capped at 6, min(max(x, 0), 6), elementwise. TF: `Relu6`.
public struct Relu6: UnaryOperation {
    public static let type = "Relu6"
    public static let signature = OperationSignature.activation(in: .numeric)
    static let function = UnaryFunction.relu6

    public init() {}

    public static let gradient = GradientRule<Relu6>.differentiable { _, context in
        [context.outputGradient().applying(Relu6Grad(), with: context.outputs[0], name: nil, site: nil)]
    }
}

extension Tensor {
    /// The rectifier capped at 6, min(max(x, 0), 6), of each element.
    ///
    /// Shape and element type stay; numeric types. TF: `tf.nn.relu6`.
    public func relu6(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Relu6(), name: name, file: file, line: line)
    }
}
