public import AdjointCore
import AdjointKernels

/// The logarithm of the softmax of the last dimension, xᵢ - log Σⱼ eˣʲ. TF: `LogSoftmax`.
public struct LogSoftmax: OperationDefinition {
    public static let type = "LogSoftmax"
    public static let signature = OperationSignature.unary("logits", "logsoftmax")

    public init() {}

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.shapeOfRows()] }

    // With y = log softmax(x): dx = dy - Σ dy·eʸ. TF: `_LogSoftmaxGrad`.
    public static let gradient = GradientRule<LogSoftmax>.differentiable { _, context in
        let gradient = context.outputGradient()
        let softmax = context.outputs[0].exp()
        return [gradient - gradient.sum(axes: -1, keepingDimensions: true) * softmax]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .softmax(context, logarithm: true)
    }
}

extension Tensor {
    /// The logarithm of the softmax along the last axis: xᵢ - log Σⱼ eˣʲ.
    ///
    /// Rank 1 or more; shape and element type stay; float32, float64. TF: `tf.nn.log_softmax`.
    public func logSoftmax(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(LogSoftmax(), name: name, file: file, line: line)
    }
}
