public import AdjointCore

/// A block of a tensor, from a beginning and a size. TF: `Slice`.
public struct SliceOperation: OperationDefinition {
    public static let type = "Slice"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input"), .tensor("begin", "Index", in: .index), .tensor("size", "Index", in: .index),
        ], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let begins = try context.shape(1, rank: 1, role: "begin")
        let lengths = try context.shape(2, rank: 1, role: "size")
        guard let merged = begins.merged(with: lengths),
            let vector = context.shape(0).rank.map({ merged.merged(with: [$0]) }) ?? merged
        else {
            throw OperationError("begin and size must have one entry for each dimension of \(context.shape(0))")
        }
        guard let rank = vector[0] else { return [.unknown] }
        let sizes = context.shape(0).partialDimensions ?? Array(repeating: nil, count: rank)
        let (begin, size) = (context.integers(1), context.integers(2))
        let partialSize = context.partialShape(2)
        return [
            Shape(
                try sizes.enumerated().map { axis, extent -> Int? in
                    if let begin, let size {
                        return try Self.extent(of: extent, begin: begin[axis], size: size[axis])
                    }
                    // An unknown size may turn out to be -1.
                    return size?[axis] == -1 ? nil : partialSize[axis]
                })
        ]
    }

    private static func extent(of extent: Int?, begin: Int, size: Int) throws(OperationError) -> Int? {
        guard begin >= 0, size >= -1, extent.map({ begin <= $0 && begin + max(size, 0) <= $0 }) ?? true else {
            throw OperationError(
                "\(size) elements from \(begin) on do not lie within an extent of \(extent.map(String.init) ?? "?")")
        }
        return size >= 0 ? size : extent.map { $0 - begin }
    }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        guard context.value(0) == nil, DTypeSet.index.contains(context.dtype(0)), context.shape(0).rank == 1,
            let entries = context.partialShape(0).partialDimensions, let begin = context.integer(1),
            let size = context.integer(2)
        else { return [:] }
        let end = size < 0 ? entries.count : begin + size
        guard begin >= 0, begin <= end, end <= entries.count else { return [:] }
        return .partial(Array(entries[begin..<end]), dtype: context.dtype(0))
    }

    // The gradient padded with zeros to where it was taken from. TF: `_SliceGrad`.
    public static let gradient = GradientRule<SliceOperation>.differentiable { _, context in
        let (input, begin) = (context.inputs[0], context.inputs[1])
        let graph = context.graph
        let rank = input.rankTensor()
        let size = context.outputs[0].shapeTensor(dtype: begin.dtype)
        let column = graph.packedIndices([.computed(rank), .known(1)], name: "stack")
        let before = begin.reshaped(to: column)
        let after = (input.shapeTensor(dtype: begin.dtype) - size - begin).reshaped(to: column)
        return [context.outputGradient().padded(by: concatenate([before, after], axis: 1)), nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (given, taken) = (context.inputs[0].dimensions, context.outputs[0].dimensions)
        let (begin, size) = (try context.integers(1), try context.integers(2))
        for axis in given.indices { _ = try Self.extent(of: given[axis], begin: begin[axis], size: size[axis]) }
        let strides = contiguousStrides(given)
        return .copying(
            ViewCopy(
                context.inputs[0].dtype, extents: taken, sourceStrides: strides,
                targetStrides: contiguousStrides(taken),
                sourceOffset: zip(begin, strides).reduce(0) { $0 + $1.0 * $1.1 }
            ))
    }
}

extension Dictionary where Key == Int, Value == StaticValue {
    /// Output 0 as a vector whose entries are known in part.
    static func partial(_ entries: [Int?], dtype: DType) -> [Int: StaticValue] {
        let known = entries.compactMap { $0 }
        if known.count == entries.count { return [0: .known(NDArray(indices: known, dtype: dtype))] }
        return known.isEmpty ? [:] : [0: .partial(Shape(entries))]
    }
}

extension Tensor {
    /// The block of `size` elements from `begin` on along each dimension. TF: `tf.slice`.
    ///
    /// - Parameters:
    ///   - begin: Where the block begins, one entry for each dimension.
    ///   - size: Its extents; -1 stands for all that is left.
    public func sliced(
        begin: some IndexOperand, size: some IndexOperand, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            SliceOperation(), operands: [.tensor(self), begin.operand("begin"), size.operand("size")], name: name,
            site: CreationSite(file, line))
    }
}
