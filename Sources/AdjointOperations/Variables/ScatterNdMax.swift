public import AdjointCore

/// Takes the larger element in the slices of a variable that rows of coordinates pick, and returns its reference.
/// TF: `ScatterNdMax`.
///
/// A coordinate out of range is an error of the run.
public struct ScatterNdMax: ScatterOperation {
    public static let type = "ScatterNdMax"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterNdMax>] = [
        .bool("use_locking", \.usesLocking), .string("bad_indices_policy", \.badIndicesPolicy),
    ]
    static let update = ReferenceUpdate.maximum
    static let picking = Scatter.Picking.coordinates

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}
}
