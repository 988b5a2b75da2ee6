public import AdjointCore

/// Products of rows by segment; a segment without rows is 1. TF: `UnsortedSegmentProd`.
///
/// Ids may be in any order; rows of a negative id are dropped. An id out of range is an error of the run.
public struct UnsortedSegmentProd: SegmentReductionOperation {
    public static let type = "UnsortedSegmentProd"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .index),
            .tensor("num_segments", "Tnumsegments", in: .index),
        ], outputs: [.tensor("output")])
    static let reduction = SegmentReduction.product
    static let isUnsorted = true

    public init() {}

    public static let gradient = GradientRule<UnsortedSegmentProd>.notDifferentiable(
        reason: "not available in this version")
}
