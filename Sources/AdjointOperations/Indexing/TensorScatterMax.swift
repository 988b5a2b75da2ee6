public import AdjointCore

/// A copy of a tensor with slices replaced by the larger of them and updates. TF: `TensorScatterMax`.
///
/// indices: int32 or int64 `[i…, k]`; updates: `i…` followed by the tensor's dimensions from k on. A coordinate out of
/// range is an error of the run.
public struct TensorScatterMax: TensorScatterOperation {
    public static let type = "TensorScatterMax"
    public static let signature = OperationSignature.tensorScatter()
    public static let attributes: [AttributeKey<TensorScatterMax>] = [
        .string("bad_indices_policy", \.badIndicesPolicy)
    ]
    static let update = ReferenceUpdate.maximum

    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}

    public static let gradient = GradientRule<TensorScatterMax>.notDifferentiable(
        reason: "not available in this version")
}
