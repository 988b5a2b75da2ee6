public import AdjointCore

/// A tensor full of a default value but for some elements. TF: `SparseToDense`.
///
/// sparse_indices: a scalar, `[n]` or `[n, rank]`; sparse_values: a scalar or `[n]`. Indices must be in range and, unless
/// `validate_indices` is false, in lexicographic order without repetitions: anything else is an error of the run.
public struct SparseToDense: OperationDefinition {
    public static let type = "SparseToDense"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("sparse_indices", "Tindices", in: .index), .tensor("output_shape", "Tindices", in: .index),
            .tensor("sparse_values"), .tensor("default_value"),
        ], outputs: [.tensor("dense")])
    public static let attributes: [AttributeKey<SparseToDense>] = [.bool("validate_indices", \.validatesIndices)]

    /// Whether indices must be ordered without repetitions.
    public var validatesIndices = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(1, rank: 1, role: "the shape")
        _ = try context.shape(3, rank: 0, role: "the default value")
        return [context.partialShape(1)]
    }

    // TF: `_SparseToDenseGrad`.
    public static let gradient = GradientRule<SparseToDense>.differentiable { _, context in
        let gradient = context.outputGradient()
        let (indices, isOneValue) = (context.inputs[0], context.inputs[2].shape.rank == 0)
        let coordinates = indices.shape.rank ?? 2 < 2 ? indices.expandingDimensions(at: -1) : indices
        let gathered = gradient.gathered(atCoordinates: coordinates)
        let values = isOneValue ? gathered.sum() : gathered
        return [nil, nil, values, gradient.sum() - values.sum()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (indices, values, output) = (context.inputs[0], context.inputs[2], context.outputs[0])
        let rank = output.dimensions.count
        let count = indices.dimensions.first ?? 1
        let depth = indices.dimensions.count == 2 ? indices.dimensions[1] : 1
        guard depth == rank || count == 0 else {
            throw OperationError("indices \(Shape(indices.dimensions)) do not fit a tensor of rank \(rank)")
        }
        guard values.dimensions.isEmpty || values.dimensions == [count] else {
            throw OperationError("there are \(count) indices for values \(Shape(values.dimensions))")
        }
        let rows = RowIndexing(count: count, depth: rank, extents: output.dimensions)
        let (dtype, isScalar, isOrdered) = (output.dtype, values.dimensions.isEmpty, validatesIndices)
        func kernel<Index: FixedWidthInteger & Sendable>(_: Index.Type) -> Kernel {
            Kernel { arguments in
                let (target, width) = (arguments.rawOutput(0), dtype.byteCount)
                for index in 0..<output.count {
                    ElementCopy.copy(dtype, from: arguments.rawInput(3), to: target + index * width, count: 1)
                }
                var last = -1
                for position in 0..<count {
                    let row = try rows.row(arguments.input(0, as: Index.self), at: position) ?? 0
                    guard !isOrdered || row > last else {
                        throw OperationError("index \(position) is \(row == last ? "repeated" : "out of order")")
                    }
                    last = row
                    ElementCopy.copy(
                        dtype, from: arguments.rawInput(2) + (isScalar ? 0 : position * width),
                        to: target + row * width, count: 1)
                }
            }
        }
        return indices.dtype == .int32 ? kernel(Int32.self) : kernel(Int64.self)
    }
}
