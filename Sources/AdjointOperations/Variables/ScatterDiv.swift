public import AdjointCore

/// Divides the rows of a variable picked by indices, and returns its reference.
/// TF: `ScatterDiv`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterDiv: ScatterOperation {
    public static let type = "ScatterDiv"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterDiv>] = [.bool("use_locking", \.usesLocking)]
    static let update = ReferenceUpdate.divide

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
