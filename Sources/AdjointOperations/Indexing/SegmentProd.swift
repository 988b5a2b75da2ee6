public import AdjointCore

/// Products of rows by segment; a segment without rows is 1. TF: `SegmentProd`.
///
/// Ids must ascend. An id out of range is an error of the run.
public struct SegmentProd: SegmentReductionOperation {
    public static let type = "SegmentProd"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("data", in: .numeric), .tensor("segment_ids", "Tindices", in: .index),
        ], outputs: [.tensor("output")])
    static let reduction = SegmentReduction.product
    static let isUnsorted = false

    public init() {}

    public static let gradient = GradientRule<SegmentProd>.notDifferentiable(reason: "not available in this version")
}
