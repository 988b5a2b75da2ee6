public import AdjointCore

/// ``NonMaxSuppressionV3`` that also tells how many boxes there are. TF: `NonMaxSuppressionV4`.
///
/// boxes: `[n, 4]`, two opposite corners y, x, y, x each; scores: `[n]`; max_output_size,
/// iou_threshold, score_threshold: scalars. Results: the indices of the chosen, best first, and how many they are.
public struct NonMaxSuppressionV4: BoxSuppressionOperation {
    public static let type = "NonMaxSuppressionV4"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("boxes", in: .floatingPoint), .tensor("scores", in: .floatingPoint),
            .tensor("max_output_size", .int32), .tensor("iou_threshold", "T_threshold", in: .floatingPoint),
            .tensor("score_threshold", "T_threshold", in: .floatingPoint),
        ], outputs: [.tensor("selected_indices", .int32), .tensor("valid_outputs", .int32)])
    public static let attributes: [AttributeKey<NonMaxSuppressionV4>] = [.bool("pad_to_max_output_size", \.isPadded)]
    static let countOutput: Int? = 1

    /// Whether the results have as many entries as may be chosen.
    public var isPadded = false

    public init() {}
}
