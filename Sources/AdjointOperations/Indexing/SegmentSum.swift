public import AdjointCore

/// Sums of rows by segment, with the segments in ascending order. TF: `SegmentSum`.
public struct SegmentSum: OperationDefinition {
    public static let type = "SegmentSum"
    public static let signature = OperationSignature(
        inputs: [.tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .index)],
        outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let ids = try context.shape(1, rank: 1, role: "segment_ids")
        guard var sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let rows = sizes.first, Shape([rows]).isCompatible(with: ids) else {
            throw OperationError("data of shape \(context.shape(0)) needs one id for each row, not \(ids)")
        }
        sizes[0] = try context.integers(1).map(segmentCount)
        return [Shape(sizes)]
    }

    public static let gradient = GradientRule<SegmentSum>.differentiable { _, context in
        [context.outputGradient().gathered(at: context.inputs[1]), nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let output = context.outputs[0]
        let rows = RowIndexing(count: context.inputs[1].count, depth: 1, extents: [output.dimensions[0]])
        return try .summingRows(context, data: 0, indices: 1, rows: rows)
    }
}

extension Tensor {
    /// Sums of this tensor's rows by segment. TF: `tf.math.segment_sum`.
    ///
    /// - Parameter segments: For each row the segment it belongs to, in ascending order.
    public func segmentSum(
        segments: some IndexOperand, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            SegmentSum(), operands: [.tensor(self), segments.operand("segment_ids")], name: name,
            site: CreationSite(file, line))
    }
}
