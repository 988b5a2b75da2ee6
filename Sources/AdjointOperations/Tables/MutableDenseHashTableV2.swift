public import AdjointCore

/// A table whose entries can be changed, as its handle. TF: `MutableDenseHashTableV2`.
///
/// empty_key and deleted_key: keys that stand for none in TensorFlow. The session keeps one table for
/// each node, or for all that share a name.
public struct MutableDenseHashTableV2: LookupTableOperation {
    public static let type = "MutableDenseHashTableV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("empty_key", "key_dtype"), .tensor("deleted_key", "key_dtype")],
        outputs: [.tensor("table_handle", .resource)])
    public static let attributes: [AttributeKey<MutableDenseHashTableV2>] =
        tableAttributes + [
            .shape("value_shape", \.valueShape), .int("initial_num_buckets", \.bucketCount),
            .float("max_load_factor", \.loadFactor),
        ]
    static let isMutable = true

    /// The types, and the name that it may be shared under.
    public var settings = LookupTableSettings()
    /// The shape of a value.
    public var valueShape = Shape.scalar
    /// Kept for TensorFlow, which sizes its memory by it.
    public var bucketCount = 131_072
    /// Kept for TensorFlow, as above.
    public var loadFactor: Float = 0.8

    public init() {}
}
