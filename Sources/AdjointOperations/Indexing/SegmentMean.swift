public import AdjointCore

/// Means of rows by segment; a segment without rows is 0. TF: `SegmentMean`.
///
/// Ids must ascend. An id out of range is an error of the run.
public struct SegmentMean: SegmentReductionOperation {
    public static let type = "SegmentMean"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .index),
        ], outputs: [.tensor("output")])
    static let reduction = SegmentReduction.mean
    static let isUnsorted = false

    public init() {}

    // Rows are gathered back, each divided by how many its segment has. TF: `_SegmentMeanGrad`.
    public static let gradient = GradientRule<SegmentMean>.differentiable { _, context in
        let (gradient, ids) = (context.outputGradient(), context.inputs[1])
        let counts = ids.onesLike(dtype: gradient.dtype).segmentSum(segments: ids).gathered(at: ids)
        // One size of 1 for every further dimension.
        let ones = context.inputs[0].shapeTensor()[1...].onesLike()
        let shape = concatenate([ids.shapeTensor(), ones], axis: 0)
        return [gradient.gathered(at: ids) / counts.reshaped(to: shape), nil]
    }
}
