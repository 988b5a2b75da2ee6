public import AdjointCore

/// Subtracts from the rows of a variable picked by indices, repeated ones adding up, and returns its reference.
/// TF: `ScatterSub`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterSub: ScatterOperation {
    public static let type = "ScatterSub"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterSub>] = [.bool("use_locking", \.usesLocking)]
    static let update = ReferenceUpdate.subtract

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
