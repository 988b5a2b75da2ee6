public import AdjointCore

/// The distinct slices along an axis, or elements of a vector, in the order of their first occurrence, and for each which
/// one it is. TF: `UniqueV2`.
public struct UniqueV2: DistinctElements {
    public static let type = "UniqueV2"
    public static let signature = OperationSignature.distinct(hasAxis: true, hasCounts: false)
    public static let attributes: [AttributeKey<UniqueV2>] = indexAttributes

    /// The element type of the positions: int32 or int64.
    public var indexType = DType.int32

    public init() {}
}
