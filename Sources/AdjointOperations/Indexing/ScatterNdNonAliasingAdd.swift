public import AdjointCore

/// A copy of a tensor with updates added to slices, equal ones adding up. TF: `ScatterNdNonAliasingAdd`.
///
/// indices: int32 or int64 `[i…, k]`; updates: `i…` followed by the tensor's dimensions from k on. A coordinate out of
/// range is an error of the run.
public struct ScatterNdNonAliasingAdd: TensorScatterOperation {
    public static let type = "ScatterNdNonAliasingAdd"
    public static let signature = OperationSignature.tensorScatter("input")
    public static let attributes: [AttributeKey<ScatterNdNonAliasingAdd>] = [
        .string("bad_indices_policy", \.badIndicesPolicy)
    ]
    static let update = ReferenceUpdate.add

    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}

    public static let gradient = GradientRule<ScatterNdNonAliasingAdd>.differentiable { _, context in
        let gradient = context.outputGradient()
        return [gradient, nil, gradient.gathered(atCoordinates: context.inputs[1])]
    }
}
