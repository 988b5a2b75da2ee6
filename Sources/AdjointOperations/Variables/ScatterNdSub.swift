public import AdjointCore

/// Subtracts from the slices of a variable that rows of coordinates pick, repeated ones adding up, and returns its reference.
/// TF: `ScatterNdSub`.
///
/// A coordinate out of range is an error of the run.
public struct ScatterNdSub: ScatterOperation {
    public static let type = "ScatterNdSub"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterNdSub>] = [
        .bool("use_locking", \.usesLocking), .string("bad_indices_policy", \.badIndicesPolicy),
    ]
    static let update = ReferenceUpdate.subtract
    static let picking = Scatter.Picking.coordinates

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}
}
