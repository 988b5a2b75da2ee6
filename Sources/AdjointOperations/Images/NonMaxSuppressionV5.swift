public import AdjointCore

/// ``NonMaxSuppressionV4`` that can lower the scores of boxes that overlap, rather than leave them out. TF: `NonMaxSuppressionV5`.
///
/// boxes: `[n, 4]`, two opposite corners y, x, y, x each; scores: `[n]`; max_output_size,
/// iou_threshold, score_threshold, soft_nms_sigma: scalars. Results: the indices of the chosen, best first, their scores, and how
/// many they are.
public struct NonMaxSuppressionV5: BoxSuppressionOperation {
    public static let type = "NonMaxSuppressionV5"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("boxes", in: .floatingPoint), .tensor("scores", in: .floatingPoint),
            .tensor("max_output_size", .int32), .tensor("iou_threshold", in: .floatingPoint),
            .tensor("score_threshold", in: .floatingPoint), .tensor("soft_nms_sigma", in: .floatingPoint),
        ], outputs: [.tensor("selected_indices", .int32), .tensor("selected_scores"), .tensor("valid_outputs", .int32)])
    public static let attributes: [AttributeKey<NonMaxSuppressionV5>] = [.bool("pad_to_max_output_size", \.isPadded)]
    static let countOutput: Int? = 2
    static let scoreOutput: Int? = 1

    /// Whether the results have as many entries as may be chosen.
    public var isPadded = false

    public init() {}
}
