public import AdjointCore

/// Least elements of rows by segment; a segment without rows is 0. TF: `SegmentMin`.
///
/// Ids must ascend. An id out of range is an error of the run.
public struct SegmentMin: SegmentReductionOperation {
    public static let type = "SegmentMin"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .index),
        ], outputs: [.tensor("output")])
    static let reduction = SegmentReduction.minimum
    static let isUnsorted = false

    public init() {}

    // Shared equally by the elements that reach the extreme. TF: `_SegmentMinOrMaxGrad`.
    public static let gradient = GradientRule<SegmentMin>.differentiable { _, context in
        let (data, ids) = (context.inputs[0], context.inputs[1])
        let isExtreme = data.isEqual(to: context.outputs[0].gathered(at: ids)).cast(to: data.dtype)
        let total = isExtreme.segmentSum(segments: ids)
        let share = context.outputGradient().dividedNoNaN(by: total)
        return [isExtreme * share.gathered(at: ids), nil]
    }
}
