public import AdjointCore

/// The boxes of the greatest scores that do not overlap a better one too much. TF: `NonMaxSuppression`.
///
/// boxes: `[n, 4]`, two opposite corners y, x, y, x each; scores: `[n]`; max_output_size: how
/// many are chosen at most. Results: the indices of the chosen, best first.
public struct NonMaxSuppression: BoxSuppressionOperation {
    public static let type = "NonMaxSuppression"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("boxes", .float32), .tensor("scores", .float32), .tensor("max_output_size", .int32),
        ], outputs: [.tensor("selected_indices", .int32)])
    public static let attributes: [AttributeKey<NonMaxSuppression>] = [.float("iou_threshold", \.threshold)]

    /// The intersection over union above which a box is left out.
    public var threshold: Float = 0.5
    var attributeThreshold: Float? { threshold }

    public init() {}
}
