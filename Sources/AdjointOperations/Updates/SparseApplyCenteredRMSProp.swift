public import AdjointCore
import AdjointKernels

/// mg += (1 - rho)·(grad - mg); ms += (1 - rho)·(grad² - ms); mom = momentum·mom + lr·grad / √(ms - mg² + ε);
/// w -= mom, for the rows picked by indices. TF: `SparseApplyCenteredRMSProp`.
public struct SparseApplyCenteredRMSProp: SparseUpdateOperation {
    public static let type = "SparseApplyCenteredRMSProp"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "mg", "ms", "mom"], ["lr", "rho", "momentum", "epsilon", "grad", "indices"])
    public static let attributes: [AttributeKey<SparseApplyCenteredRMSProp>] = [
        .bool("use_locking", \.usesLocking)
    ]
    static let arguments = UpdateArguments(
        slots: [2, 3, 1], gradient: 8, learningRate: 4, momentum: 6, rho: 5, epsilon: 7)
    static let indices = 9

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .centeredRMSProp }

    public static let gradient = GradientRule<SparseApplyCenteredRMSProp>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
