public import AdjointCore

/// Greatest elements of rows by segment; a segment without rows is 0. TF: `SegmentMax`.
///
/// Ids must ascend. An id out of range is an error of the run.
public struct SegmentMax: SegmentReductionOperation {
    public static let type = "SegmentMax"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .index),
        ], outputs: [.tensor("output")])
    static let reduction = SegmentReduction.maximum
    static let isUnsorted = false

    public init() {}

    // Shared equally by the elements that reach the extreme. TF: `_SegmentMinOrMaxGrad`.
    public static let gradient = GradientRule<SegmentMax>.differentiable { _, context in
        let (data, ids) = (context.inputs[0], context.inputs[1])
        let isExtreme = data.isEqual(to: context.outputs[0].gathered(at: ids)).cast(to: data.dtype)
        let total = isExtreme.segmentSum(segments: ids)
        let share = context.outputGradient().dividedNoNaN(by: total)
        return [isExtreme * share.gathered(at: ids), nil]
    }
}
