public import AdjointCore

/// Multiplies the rows of a variable picked by indices, and returns its reference.
/// TF: `ScatterMul`.
///
/// With scalar updates every picked row gets the same value. An index out of range is an error of the run.
public struct ScatterMul: ScatterOperation {
    public static let type = "ScatterMul"
    public static let signature = OperationSignature.scatter()
    public static let attributes: [AttributeKey<ScatterMul>] = [.bool("use_locking", \.usesLocking)]
    static let update = ReferenceUpdate.multiply

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}
}
