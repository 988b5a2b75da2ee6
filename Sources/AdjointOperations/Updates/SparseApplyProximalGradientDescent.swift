public import AdjointCore
import AdjointKernels

/// p = w - alpha·grad; w = sign p·max(|p| - alpha·l1, 0) / (1 + alpha·l2), for rows picked by indices. TF: `SparseApplyProximalGradientDescent`.
public struct SparseApplyProximalGradientDescent: SparseUpdateOperation {
    public static let type = "SparseApplyProximalGradientDescent"
    public static let signature = OperationSignature.sparseUpdate(["var"], ["alpha", "l1", "l2", "grad", "indices"])
    public static let attributes: [AttributeKey<SparseApplyProximalGradientDescent>] = [
        .bool("use_locking", \.usesLocking)
    ]
    static let arguments = UpdateArguments(gradient: 4, learningRate: 1, l1: 2, l2: 3)
    static let indices = 5

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .proximalGradientDescent }

    public static let gradient = GradientRule<SparseApplyProximalGradientDescent>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
