public import AdjointCore

/// Sets the slices of a variable that rows of coordinates pick, and returns its reference.
/// TF: `ScatterNdUpdate`.
///
/// A coordinate out of range is an error of the run.
public struct ScatterNdUpdate: ScatterOperation {
    public static let type = "ScatterNdUpdate"
    public static let signature = OperationSignature.scatter(in: .all)
    public static let attributes: [AttributeKey<ScatterNdUpdate>] = [
        .bool("use_locking", \.usesLocking), .string("bad_indices_policy", \.badIndicesPolicy),
    ]
    static let update = ReferenceUpdate.set
    static let picking = Scatter.Picking.coordinates

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = true
    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}
}
