public import AdjointCore

/// Means of rows picked by indices, by ascending segment; a segment without rows is 0. TF: `SparseSegmentMean`.
///
/// data: `[rows, …]`, float32 or float64; indices and segment_ids: `[n]`. An index out of range is an error of the run.
public struct SparseSegmentMean: SparseSegmentOperation {
    public static let type = "SparseSegmentMean"
    public static let signature = OperationSignature.sparseSegment
    public static let attributes: [AttributeKey<SparseSegmentMean>] = [.bool("sparse_gradient", \.hasSparseGradient)]
    static let reduction = SparseSegmentReduction.mean

    /// Kept for TensorFlow: whether its gradient is sparse.
    public var hasSparseGradient = false

    public init() {}
}
