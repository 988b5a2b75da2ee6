public import AdjointCore

/// ``NonMaxSuppression`` with the threshold as an input. TF: `NonMaxSuppressionV2`.
///
/// boxes: `[n, 4]`, two opposite corners y, x, y, x each; scores: `[n]`; max_output_size and
/// iou_threshold: scalars. Results: the indices of the chosen, best first.
public struct NonMaxSuppressionV2: BoxSuppressionOperation {
    public static let type = "NonMaxSuppressionV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("boxes", in: .floatingPoint), .tensor("scores", in: .floatingPoint),
            .tensor("max_output_size", .int32), .tensor("iou_threshold", "T_threshold", in: .floatingPoint),
        ], outputs: [.tensor("selected_indices", .int32)])

    public init() {}
}
