public import AdjointCore

/// ``NonMaxSuppressionV2`` of boxes whose scores exceed a threshold. TF: `NonMaxSuppressionV3`.
///
/// boxes: `[n, 4]`, two opposite corners y, x, y, x each; scores: `[n]`; max_output_size,
/// iou_threshold, score_threshold: scalars. Results: the indices of the chosen, best first.
public struct NonMaxSuppressionV3: BoxSuppressionOperation {
    public static let type = "NonMaxSuppressionV3"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("boxes", in: .floatingPoint), .tensor("scores", in: .floatingPoint),
            .tensor("max_output_size", .int32), .tensor("iou_threshold", "T_threshold", in: .floatingPoint),
            .tensor("score_threshold", "T_threshold", in: .floatingPoint),
        ], outputs: [.tensor("selected_indices", .int32)])

    public init() {}
}
