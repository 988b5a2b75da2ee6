public import AdjointCore

/// The last place at which a value could be inserted into its row of ascending numbers. TF: `UpperBound`.
///
/// sorted_inputs: `[rows, n]`; values: `[rows, m]`; the result has their shape, int32 or int64. O(log n) for each.
public struct UpperBound: SortedBoundOperation {
    public static let type = "UpperBound"
    public static let signature = OperationSignature.sortedBound
    public static let attributes: [AttributeKey<UpperBound>] = [.type("out_type", \.outputType)]
    static let isUpper = true

    /// The type of the places.
    public var outputType = DType.int32

    public init() {}
}
