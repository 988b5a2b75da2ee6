import AdjointCore

/// A table whose entries are set once, as its handle. TF: `HashTableV2`.
///
/// The session keeps one table for each node, or for all that share a name.
public struct HashTableV2: LookupTableOperation {
    public static let type = "HashTableV2"
    static let isMutable = false

    /// The types, and the name that it may be shared under.
    public var settings = LookupTableSettings()

    public init() {}
}
