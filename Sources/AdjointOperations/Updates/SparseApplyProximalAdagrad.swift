public import AdjointCore
import AdjointKernels

/// accum += grad²; a proximal step with the rate lr / √accum, for rows picked by indices. TF: `SparseApplyProximalAdagrad`.
public struct SparseApplyProximalAdagrad: SparseUpdateOperation {
    public static let type = "SparseApplyProximalAdagrad"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum"], ["lr", "l1", "l2", "grad", "indices"])
    public static let attributes: [AttributeKey<SparseApplyProximalAdagrad>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(slots: [1], gradient: 5, learningRate: 2, l1: 3, l2: 4)
    static let indices = 6

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .proximalAdagrad }

    public static let gradient = GradientRule<SparseApplyProximalAdagrad>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
