public import AdjointCore

/// The distinct elements of a vector in the order of their first occurrence, and for each element which one it is;
/// and how often each occurs. TF: `UniqueWithCounts`.
public struct UniqueWithCounts: DistinctElements {
    public static let type = "UniqueWithCounts"
    public static let signature = OperationSignature.distinct(hasAxis: false, hasCounts: true)
    public static let attributes: [AttributeKey<UniqueWithCounts>] = indexAttributes

    /// The element type of positions and counts: int32 or int64.
    public var indexType = DType.int32

    public init() {}
}
