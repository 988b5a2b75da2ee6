public import AdjointCore

/// The distinct slices along an axis, or elements of a vector, in the order of their first occurrence, and for each which
/// one it is; and how often each occurs. TF: `UniqueWithCountsV2`.
public struct UniqueWithCountsV2: DistinctElements {
    public static let type = "UniqueWithCountsV2"
    public static let signature = OperationSignature.distinct(hasAxis: true, hasCounts: true)
    public static let attributes: [AttributeKey<UniqueWithCountsV2>] = indexAttributes

    /// The element type of positions and counts: int32 or int64.
    public var indexType = DType.int32

    public init() {}
}
