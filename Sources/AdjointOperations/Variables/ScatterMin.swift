public import AdjointCore

/// Takes the smaller element in the rows of a variable picked by indices, and returns its reference.
/// TF: `ScatterMin`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterMin: ScatterOperation {
    public static let type = "ScatterMin"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterMin>] = [.bool("use_locking", \.usesLocking)]
    static let update = ReferenceUpdate.minimum

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
