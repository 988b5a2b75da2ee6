public import AdjointCore

/// A copy of a tensor with slices replaced by updates. TF: `TensorScatterUpdate`.
///
/// indices: int32 or int64 `[i…, k]`; updates: `i…` followed by the tensor's dimensions from k on. A coordinate out of
/// range is an error of the run.
public struct TensorScatterUpdate: TensorScatterOperation {
    public static let type = "TensorScatterUpdate"
    public static let signature = OperationSignature.tensorScatter(in: .all)
    public static let attributes: [AttributeKey<TensorScatterUpdate>] = [
        .string("bad_indices_policy", \.badIndicesPolicy)
    ]
    static let update = ReferenceUpdate.set

    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}

    public static let gradient = GradientRule<TensorScatterUpdate>.differentiable { _, context in
        let gradient = context.outputGradient()
        return [
            context.graph.addTensor(
                TensorScatterUpdate(), inputs: [gradient, context.inputs[1], context.inputs[2].zerosLike()]), nil,
            gradient.gathered(atCoordinates: context.inputs[1]),
        ]
    }
}
