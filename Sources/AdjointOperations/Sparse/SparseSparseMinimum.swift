public import AdjointCore

/// The smaller of the elements of two sparse tensors of one shape, where an element that is not there is 0.
/// TF: `SparseSparseMinimum`.
///
/// indices, values and shape of each, the indices in order.
public struct SparseSparseMinimum: SparsePairOperation {
    public static let type = "SparseSparseMinimum"
    public static let signature = OperationSignature(
        inputs: OperationArgument.sparsePair, outputs: [.tensor("output_indices", .int64), .tensor("output_values")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try inferPairShapes(context) }

    public static let gradient = GradientRule<SparseSparseMinimum>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Element: NumericElement>(_ element: Element.Type) throws -> Kernel {
            try pairKernel(context, element) { a, b, _ in min(a ?? .zeroElement, b ?? .zeroElement) }
        }
        return try kernel(context.inputs[1].dtype.requireNumeric())
    }
}
