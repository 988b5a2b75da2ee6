public import AdjointCore

/// The gradient of ``SparseSegmentSqrtN``: each segment's, in parts, added to the rows it came from.
/// TF: `SparseSegmentSqrtNGrad`.
public struct SparseSegmentSqrtNGrad: SparseSegmentGradientOperation {
    public static let type = "SparseSegmentSqrtNGrad"
    public static let signature = OperationSignature.sparseSegmentGradient
    static let reduction = SparseSegmentReduction.sumOverRoot

    public init() {}

    public static let gradient = GradientRule<SparseSegmentSqrtNGrad>.notDifferentiable(
        reason: "TensorFlow defines none")
}
