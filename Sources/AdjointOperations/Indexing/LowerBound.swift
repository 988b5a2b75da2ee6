public import AdjointCore

/// The first place at which a value could be inserted into its row of ascending numbers. TF: `LowerBound`.
///
/// sorted_inputs: `[rows, n]`; values: `[rows, m]`; the result has their shape, int32 or int64. O(log n) for each.
public struct LowerBound: SortedBoundOperation {
    public static let type = "LowerBound"
    public static let signature = OperationSignature.sortedBound
    public static let attributes: [AttributeKey<LowerBound>] = [.type("out_type", \.outputType)]
    static let isUpper = false

    /// The type of the places.
    public var outputType = DType.int32

    public init() {}
}
