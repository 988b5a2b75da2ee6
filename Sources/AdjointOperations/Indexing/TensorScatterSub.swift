public import AdjointCore

/// A copy of a tensor with updates subtracted from slices, equal ones adding up. TF: `TensorScatterSub`.
///
/// indices: int32 or int64 `[i…, k]`; updates: `i…` followed by the tensor's dimensions from k on. A coordinate out of
/// range is an error of the run.
public struct TensorScatterSub: TensorScatterOperation {
    public static let type = "TensorScatterSub"
    public static let signature = OperationSignature.tensorScatter()
    public static let attributes: [AttributeKey<TensorScatterSub>] = [
        .string("bad_indices_policy", \.badIndicesPolicy)
    ]
    static let update = ReferenceUpdate.subtract

    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}

    public static let gradient = GradientRule<TensorScatterSub>.differentiable { _, context in
        let gradient = context.outputGradient()
        return [gradient, nil, -gradient.gathered(atCoordinates: context.inputs[1])]
    }
}
