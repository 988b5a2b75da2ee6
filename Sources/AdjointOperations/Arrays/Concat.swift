public import AdjointCore

/// Tensors joined along one dimension; the dimension comes first. TF: `Concat`, as graphs of 2016 have it.
public struct Concat: OperationDefinition {
    public static let type = "Concat"
    public static let signature = OperationSignature(
        inputs: [.tensor("concat_dim", .int32), .list("values")], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try context.concatenatedShape(of: 1..<context.inputs.count, axis: context.integer(0))]
    }

    public static let gradient = GradientRule<Concat>.differentiable { _, context in
        [nil] + context.splitGradient(values: 1..<context.inputs.count, axis: 0)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .concatenating(context, values: 1..<context.inputs.count, axis: context.integers(0)[0])
    }
}
