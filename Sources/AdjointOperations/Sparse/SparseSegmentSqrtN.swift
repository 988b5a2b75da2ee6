public import AdjointCore

/// Sums over the square root of the number of rows picked by indices, by ascending segment; a segment without rows is 0. TF: `SparseSegmentSqrtN`.
///
/// data: `[rows, …]`, float32 or float64; indices and segment_ids: `[n]`. An index out of range is an error of the run.
public struct SparseSegmentSqrtN: SparseSegmentOperation {
    public static let type = "SparseSegmentSqrtN"
    public static let signature = OperationSignature.sparseSegment
    public static let attributes: [AttributeKey<SparseSegmentSqrtN>] = [.bool("sparse_gradient", \.hasSparseGradient)]
    static let reduction = SparseSegmentReduction.sumOverRoot

    /// Kept for TensorFlow: whether its gradient is sparse.
    public var hasSparseGradient = false

    public init() {}
}
