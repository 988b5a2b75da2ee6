public import AdjointCore
import AdjointKernels

/// ms += (1 - rho)·(grad² - ms); mom = momentum·mom + lr·grad / √(ms + ε); w -= mom, for the rows picked by indices.
/// TF: `SparseApplyRMSProp`.
public struct SparseApplyRMSProp: SparseUpdateOperation {
    public static let type = "SparseApplyRMSProp"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "ms", "mom"], ["lr", "rho", "momentum", "epsilon", "grad", "indices"])
    public static let attributes: [AttributeKey<SparseApplyRMSProp>] = [
        .bool("use_locking", \.usesLocking)
    ]
    static let arguments = UpdateArguments(
        slots: [1, 2], gradient: 7, learningRate: 3, momentum: 5, rho: 4, epsilon: 6)
    static let indices = 8

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .rmsProp }

    public static let gradient = GradientRule<SparseApplyRMSProp>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
