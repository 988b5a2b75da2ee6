public import AdjointCore

/// Sums of slices by segment: `y[s] = Σ x[i] over i with segments[i] = s`. TF: `UnsortedSegmentSum`.
public struct UnsortedSegmentSum: OperationDefinition {
    public static let type = "UnsortedSegmentSum"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .sliceIndex),
            .tensor("num_segments", "Tnumsegments", in: .index),
        ], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(2, rank: 0, role: "the number of segments")
        let count = context.integer(2)
        if let count, count < 0 { throw OperationError("the number of segments is negative: \(count)") }
        guard let sizes = context.shape(0).partialDimensions, let ids = context.shape(1).partialDimensions else {
            return [.unknown]
        }
        guard ids.count <= sizes.count, Shape(Array(sizes[..<ids.count])).isCompatible(with: context.shape(1)) else {
            throw OperationError(
                "the data's shape \(context.shape(0)) must begin with the ids' shape \(context.shape(1))")
        }
        return [Shape([count] + sizes[ids.count...])]
    }

    // Rows are gathered back; those of dropped (negative) ids get zero. TF: `_UnsortedSegmentSumGrad`.
    public static let gradient = GradientRule<UnsortedSegmentSum>.differentiable { _, context in
        [context.outputGradient().gatheredDroppingNegatives(context.inputs[1]), nil, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let output = context.outputs[0]
        let rows = RowIndexing(
            count: context.inputs[1].count, depth: 1, extents: [output.dimensions[0]], dropsNegatives: true)
        return try .summingRows(context, data: 0, indices: 1, rows: rows)
    }
}

extension Tensor {
    /// Rows of this tensor by index, with zeros for negative indices. TF: `_GatherDropNegatives`.
    fileprivate func gatheredDroppingNegatives(_ ids: Tensor) -> Tensor {
        let rows = gathered(at: maximum(ids, ids.zerosLike()), axis: 0)
        let isKept = ids.isGreaterOrEqual(to: 0)
        // The condition with the rank of the rows, then with their shape.
        let idsShape = ids.shapeTensor()
        let trailing = rows.rankTensor() - isKept.rankTensor()
        let ones = graph.scoped("ones") { scope in
            let shape = graph.packedIndices([.computed(trailing)], name: "packed")
            return graph.filled(shape: shape, with: NDArray(Int32(1)), name: scope, site: nil)
        }
        let reshaped = isKept.reshaped(to: concatenate([idsShape, ones], axis: 0))
        let condition = reshaped.logicalAnd(rows.onesLike(dtype: .bool), name: "and")
        return select(condition, then: rows, else: rows.zerosLike())
    }

    /// Sums of this tensor's slices by segment. TF: `tf.math.unsorted_segment_sum`.
    ///
    /// Numeric types. Slices of a negative id are dropped; an id of `count` or more makes the run throw.
    /// - Parameters:
    ///   - segments: For each slice the segment it belongs to; its shape is a prefix of this tensor's.
    ///   - count: The number of segments.
    public func unsortedSegmentSum(
        segments: some IndexOperand, count: some IndexOperand, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            UnsortedSegmentSum(),
            operands: [.tensor(self), segments.operand("segment_ids"), count.operand("num_segments")], name: name,
            site: CreationSite(file, line))
    }
}
