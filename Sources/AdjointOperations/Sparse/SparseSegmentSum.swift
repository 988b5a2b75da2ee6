public import AdjointCore

/// Sums of rows picked by indices, by ascending segment; a segment without rows is 0. TF: `SparseSegmentSum`.
///
/// data: `[rows, …]`, float32 or float64; indices and segment_ids: `[n]`. An index out of range is an error of the run.
public struct SparseSegmentSum: SparseSegmentOperation {
    public static let type = "SparseSegmentSum"
    public static let signature = OperationSignature.sparseSegment
    public static let attributes: [AttributeKey<SparseSegmentSum>] = [.bool("sparse_gradient", \.hasSparseGradient)]
    static let reduction = SparseSegmentReduction.sum

    /// Kept for TensorFlow: whether its gradient is sparse.
    public var hasSparseGradient = false

    public init() {}
}
