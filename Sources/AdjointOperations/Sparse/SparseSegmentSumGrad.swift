public import AdjointCore

/// The gradient of ``SparseSegmentSum``: each segment's added to the rows it came from. TF: `SparseSegmentSumGrad`.
public struct SparseSegmentSumGrad: SparseSegmentGradientOperation {
    public static let type = "SparseSegmentSumGrad"
    public static let signature = OperationSignature.sparseSegmentGradient
    static let reduction = SparseSegmentReduction.sum

    public init() {}

    public static let gradient = GradientRule<SparseSegmentSumGrad>.notDifferentiable(reason: "TensorFlow defines none")
}
