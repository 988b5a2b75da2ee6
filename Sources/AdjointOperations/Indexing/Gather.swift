public import AdjointCore

/// Rows of its first input, picked by indices. TF: `Gather`, as graphs up to 2018 have it.
public struct Gather: OperationDefinition {
    public static let type = "Gather"
    public static let signature = OperationSignature(
        inputs: [.tensor("params", "Tparams"), .tensor("indices", "Tindices", in: .index)],
        outputs: [.tensor("output", "Tparams")])
    public static let attributes: [AttributeKey<Gather>] = [.bool("validate_indices", \.validatesIndices)]

    /// Kept for TensorFlow, which ignores it, too: indices are always checked.
    public var validatesIndices = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.gatheredShape(axis: 0, batchDimensions: 0)
    }

    public static let gradient = GradientRule<Gather>.sparselyDifferentiable { _, context in
        [.slices(context.gradientOfRows()), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try .gathering(context, axis: 0, batchDimensions: 0)
    }
}
