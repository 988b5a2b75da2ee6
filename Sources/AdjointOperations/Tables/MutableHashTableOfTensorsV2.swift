public import AdjointCore

/// A table of tensors whose entries can be changed, as its handle. TF: `MutableHashTableOfTensorsV2`.
///
/// The session keeps one table for each node.
public struct MutableHashTableOfTensorsV2: LookupTableOperation {
    public static let type = "MutableHashTableOfTensorsV2"
    public static let signature = OperationSignature(
        inputs: [], outputs: [.tensor("table_handle", .resource)])
    public static let attributes: [AttributeKey<MutableHashTableOfTensorsV2>] =
        tableAttributes + [.shape("value_shape", \.valueShape)]
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
    /// The shape of a value.
    public var valueShape = Shape.scalar

    public init() {}
}
