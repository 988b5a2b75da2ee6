public import AdjointCore

/// A table whose entries can be changed, as its handle. TF: `MutableHashTableV2`.
///
/// The session keeps one table for each node.
public struct MutableHashTableV2: LookupTableOperation {
    public static let type = "MutableHashTableV2"
    public static let signature = OperationSignature(
        inputs: [], outputs: [.tensor("table_handle", .resource)])
    public static let attributes: [AttributeKey<MutableHashTableV2>] = tableAttributes
    static let isMutable = true

    /// The element type of the keys.
    public var keyType = DType.string
    /// The element type of the values.
    public var valueType = DType.int64
    /// Kept for TensorFlow, which finds tables of one name in one container.
    public var container = ""
    /// Kept for TensorFlow, as above.
    public var sharedName = ""
    /// Kept for TensorFlow, as above.
    public var usesNodeName = false

    public init() {}
}
