public import AdjointCore
import AdjointKernels

/// accum = rho·accum + (1 - rho)·grad²; u = √(accum_update + ε) / √(accum + ε)·grad;
/// accum_update = rho·accum_update + (1 - rho)·u²; w -= lr·u, for the rows picked by indices. TF: `SparseApplyAdadelta`.
public struct SparseApplyAdadelta: SparseUpdateOperation {
    public static let type = "SparseApplyAdadelta"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum", "accum_update"], ["lr", "rho", "epsilon", "grad", "indices"])
    public static let attributes: [AttributeKey<SparseApplyAdadelta>] = [
        .bool("use_locking", \.usesLocking)
    ]
    static let arguments = UpdateArguments(slots: [1, 2], gradient: 6, learningRate: 3, rho: 4, epsilon: 5)
    static let indices = 7

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .adadelta }

    public static let gradient = GradientRule<SparseApplyAdadelta>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
