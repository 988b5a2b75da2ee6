public import AdjointCore

/// A copy of a tensor with slices replaced by the smaller of them and updates. TF: `TensorScatterMin`.
///
/// indices: int32 or int64 `[i…, k]`; updates: `i…` followed by the tensor's dimensions from k on. A coordinate out of
/// range is an error of the run.
public struct TensorScatterMin: TensorScatterOperation {
    public static let type = "TensorScatterMin"
    public static let signature = OperationSignature.tensorScatter()
    public static let attributes: [AttributeKey<TensorScatterMin>] = [
        .string("bad_indices_policy", \.badIndicesPolicy)
    ]
    static let update = ReferenceUpdate.minimum

    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}

    public static let gradient = GradientRule<TensorScatterMin>.notDifferentiable(
        reason: "not available in this version")
}
