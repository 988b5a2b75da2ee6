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

    // TF: `_SparseSegmentSqrtNGrad`.
    public static let gradient = GradientRule<SparseSegmentSqrtN>.differentiable { _, context in
        let (gradient, indices, ids) = (context.outputGradient(), context.inputs[1], context.inputs[2])
        let rowCount = context.inputs[0].shapeTensor()[0]
        return [
            context.graph.addTensor(SparseSegmentSqrtNGrad(), inputs: [gradient, indices, ids, rowCount]), nil, nil,
        ]
    }
}
