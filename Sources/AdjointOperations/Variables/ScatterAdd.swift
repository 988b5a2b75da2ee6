public import AdjointCore

/// Adds to the rows of a variable picked by indices, repeated ones adding up, and returns its reference.
/// TF: `ScatterAdd`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterAdd: ScatterOperation {
    public static let type = "ScatterAdd"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterAdd>] = [.bool("use_locking", \.usesLocking)]
    static let update = ReferenceUpdate.add

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
