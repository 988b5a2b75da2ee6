public import AdjointCore

/// Tensors of one row each joined along the first dimension. TF: `ParallelConcat`, as `tf.parallel_stack` makes it.
///
/// values: `[1] + row`, all of one fully known shape; result: the attribute `shape`, `[count] + row`.
public struct ParallelConcat: OperationDefinition {
    public static let type = "ParallelConcat"
    public static let signature = OperationSignature(inputs: [.list("values")], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<ParallelConcat>] = [.shape("shape", \.shape)]

    /// The shape of the result.
    public var shape = Shape.unknown

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = shape.dimensions, let count = sizes.first, count == context.inputs.count else {
            throw OperationError(
                "the attribute shape \(shape) must be fully known, with one row for each of \(context.inputs.count) values"
            )
        }
        let row = Shape([1] + sizes.dropFirst())
        for (index, input) in context.inputs.enumerated() where !input.shape.isCompatible(with: row) {
            throw OperationError("value \(index) must be of shape \(row), not \(input.shape)")
        }
        return [shape]
    }

    public static let gradient = GradientRule<ParallelConcat>.notDifferentiable(
        reason: "TensorFlow has none; stack with Pack")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .joining(context.outputs[0], along: 0, extents: context.inputs.map { _ in 1 })
    }
}
