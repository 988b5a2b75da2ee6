public import AdjointCore

/// A table whose entries are set once, as its handle. TF: `HashTableV2`.
///
/// The session keeps one table for each node.
public struct HashTableV2: LookupTableOperation {
    public static let type = "HashTableV2"
    public static let signature = OperationSignature(
        inputs: [], outputs: [.tensor("table_handle", .resource)])
    public static let attributes: [AttributeKey<HashTableV2>] = tableAttributes
    static let isMutable = false

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
