import AdjointCore

/// A table whose entries can be changed, as its handle. TF: `MutableHashTableV2`.
///
/// The session keeps one table for each node, or for all that share a name.
public struct MutableHashTableV2: LookupTableOperation {
    public static let type = "MutableHashTableV2"
    static let isMutable = true

    /// The types, and the name that it may be shared under.
    public var settings = LookupTableSettings()

    public init() {}
}
