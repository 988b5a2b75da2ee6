public import AdjointCore

/// Zeros with slices added where rows of coordinates say. TF: `ScatterNd`.
public struct ScatterNd: OperationDefinition {
    public static let type = "ScatterNd"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("indices", "Tindices", in: .sliceIndex), .tensor("updates"),
            .tensor("shape", "Tindices", in: .sliceIndex),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<ScatterNd>] = [.string("bad_indices_policy", \.badIndicesPolicy)]

    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(2, rank: 1, role: "the shape")
        let result = context.partialShape(2)
        if let indices = context.shape(0).partialDimensions, let depth = indices.last.flatMap({ $0 }),
            let sizes = result.partialDimensions
        {
            guard depth <= sizes.count,
                Shape(indices.dropLast() + sizes[depth...]).isCompatible(with: context.shape(1))
            else {
                throw OperationError(
                    "updates of shape \(context.shape(1)) at indices of shape \(context.shape(0)) do not fit \(result)")
            }
        }
        return [result]
    }

    public static let gradient = GradientRule<ScatterNd>.differentiable { _, context in
        [nil, context.outputGradient().gathered(atCoordinates: context.inputs[0]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let indices = context.inputs[0]
        let depth = indices.dimensions.last ?? 0
        let rows = RowIndexing(
            count: indices.dimensions.dropLast().reduce(1, *), depth: depth,
            extents: Array(context.outputs[0].dimensions[..<depth]))
        return try .summingRows(context, data: 1, indices: 0, rows: rows)
    }
}

extension Tensor {
    /// Zeros of the given shape with the slices of this tensor added where rows of coordinates say.
    /// TF: `tf.scatter_nd`.
    ///
    /// Numeric types; slices with equal coordinates add up.
    /// - Parameters:
    ///   - indices: `[i…, k]`, where this tensor has the shape `i…` followed by the result's dimensions from k on.
    ///   - shape: The result's shape, of the indices' element type.
    public func scattered(
        at indices: Tensor, shape: some IndexOperand, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            ScatterNd(), operands: [.tensor(indices), .tensor(self), shape.operand("shape")], name: name,
            site: CreationSite(file, line))
    }
}
