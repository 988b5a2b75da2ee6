public import AdjointCore

/// Sets the rows of a variable picked by indices, and returns its reference.
/// TF: `ScatterUpdate`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterUpdate: ScatterOperation {
    public static let type = "ScatterUpdate"
    public static let signature = OperationSignature.scatter(in: .all)
    public static let attributes: [AttributeKey<ScatterUpdate>] = [.bool("use_locking", \.usesLocking)]
    static let update = ReferenceUpdate.set

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = true

    public init() {}
}
