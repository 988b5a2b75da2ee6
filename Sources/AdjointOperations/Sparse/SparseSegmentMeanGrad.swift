public import AdjointCore

/// The gradient of ``SparseSegmentMean``: each segment's, in parts, added to the rows it came from.
/// TF: `SparseSegmentMeanGrad`.
public struct SparseSegmentMeanGrad: SparseSegmentGradientOperation {
    public static let type = "SparseSegmentMeanGrad"
    public static let signature = OperationSignature.sparseSegmentGradient
    static let reduction = SparseSegmentReduction.mean

    public init() {}

    public static let gradient = GradientRule<SparseSegmentMeanGrad>.notDifferentiable(
        reason: "TensorFlow defines none")
}
