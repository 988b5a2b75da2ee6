public import AdjointCore

/// A table of tensors whose entries can be changed, as its handle. TF: `MutableHashTableOfTensorsV2`.
///
/// The session keeps one table for each node, or for all that share a name.
public struct MutableHashTableOfTensorsV2: LookupTableOperation {
    public static let type = "MutableHashTableOfTensorsV2"
    public static let attributes: [AttributeKey<MutableHashTableOfTensorsV2>] =
        tableAttributes + [.shape("value_shape", \.valueShape)]
    static let isMutable = true

    /// The types, and the name that it may be shared under.
    public var settings = LookupTableSettings()
    /// The shape of a value.
    public var valueShape = Shape.scalar

    public init() {}
}
