public import AdjointCore

/// Takes the larger element in the rows of a variable picked by indices, and returns its reference.
/// TF: `ScatterMax`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterMax: ScatterOperation {
    public static let type = "ScatterMax"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterMax>] = [.bool("use_locking", \.usesLocking)]
    static let update = ReferenceUpdate.maximum

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
