public import AdjointCore

/// Takes the smaller element in the slices of a variable that rows of coordinates pick, and returns its reference.
/// TF: `ScatterNdMin`.
///
/// A coordinate out of range is an error of the run.
public struct ScatterNdMin: ScatterOperation {
    public static let type = "ScatterNdMin"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterNdMin>] = [
        .bool("use_locking", \.usesLocking), .string("bad_indices_policy", \.badIndicesPolicy),
    ]
    static let update = ReferenceUpdate.minimum
    static let picking = Scatter.Picking.coordinates

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// What TensorFlow does about indices out of range; here they are an error.
    public var badIndicesPolicy = ""

    public init() {}
}
