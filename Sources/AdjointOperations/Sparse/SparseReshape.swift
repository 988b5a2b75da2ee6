public import AdjointCore

/// The coordinates of a sparse tensor's elements in another shape of as many elements. TF: `SparseReshape`.
///
/// input_indices: `[n, rank]`; input_shape: `[rank]`; new_shape: `[new rank]`, one entry of which may be -1.
public struct SparseReshape: OperationDefinition {
    public static let type = "SparseReshape"
    public static let signature = OperationSignature(
        inputs: [.tensor("input_indices", .int64), .tensor("input_shape", .int64), .tensor("new_shape", .int64)],
        outputs: [.tensor("output_indices", .int64), .tensor("output_shape", .int64)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let indices = try context.shape(0, rank: 2, role: "input_indices")
        _ = try context.shape(1, rank: 1, role: "input_shape")
        let shape = try context.shape(2, rank: 1, role: "new_shape")
        return [[indices[0], shape[0]], shape]
    }

    public static let gradient = GradientRule<SparseReshape>.stopsGradient(reason: "coordinates are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, rank) = (context.inputs[0].dimensions[0], context.inputs[1].count)
        let newRank = context.inputs[2].count
        guard context.inputs[0].dimensions == [count, rank] else {
            throw OperationError("indices \(Shape(context.inputs[0].dimensions)) do not fit a shape of \(rank)")
        }
        return Kernel { arguments in
            let indices = arguments.input(0, as: Int64.self)
            let shape = arguments.numbers(1, count: rank)
            var newShape = arguments.numbers(2, count: newRank)
            let total = try SparseShape.size(shape)
            if let open = newShape.firstIndex(of: -1) {
                let known = try SparseShape.size(newShape.indices.filter { $0 != open }.map { newShape[$0] })
                guard known > 0, total % known == 0 else {
                    throw OperationError("\(Shape(shape)) cannot be reshaped to \(newShape)")
                }
                newShape[open] = total / known
            }
            guard try SparseShape.size(newShape) == total else {
                throw OperationError("\(Shape(shape)) cannot be reshaped to \(newShape)")
            }
            let output = arguments.output(0, as: Int64.self)
            let strides = contiguousStrides(newShape)
            let rows = RowIndexing(count: count, depth: rank, extents: shape)
            for row in 0..<count {
                var flat = try rows.row(indices, at: row) ?? 0
                for axis in 0..<newRank {
                    output[row * newRank + axis] = Int64(flat / strides[axis])
                    flat %= strides[axis]
                }
            }
            for axis in 0..<newRank { arguments.output(1, as: Int64.self)[axis] = Int64(newShape[axis]) }
        }
    }
}
