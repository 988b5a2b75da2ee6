public import AdjointCore

/// Least elements of rows by segment; a segment without rows is the greatest value. TF: `UnsortedSegmentMin`.
///
/// Ids may be in any order; rows of a negative id are dropped. An id out of range is an error of the run.
public struct UnsortedSegmentMin: SegmentReductionOperation {
    public static let type = "UnsortedSegmentMin"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .index),
            .tensor("num_segments", "Tnumsegments", in: .index),
        ], outputs: [.tensor("output")])
    static let reduction = SegmentReduction.minimum
    static let isUnsorted = true

    public init() {}

    // Shared equally by the elements that reach the extreme. TF: `_SegmentMinOrMaxGrad`.
    public static let gradient = GradientRule<UnsortedSegmentMin>.differentiable { _, context in
        let (data, ids) = (context.inputs[0], context.inputs[1])
        let isExtreme = data.isEqual(to: context.outputs[0].gathered(at: maximum(ids, ids.zerosLike()))).cast(
            to: data.dtype)
        let total = isExtreme.unsortedSegmentSum(segments: ids, count: context.inputs[2])
        let share = context.outputGradient().dividedNoNaN(by: total)
        return [isExtreme * share.gathered(at: maximum(ids, ids.zerosLike())), nil, nil]
    }
}
