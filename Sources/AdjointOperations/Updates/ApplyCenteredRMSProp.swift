public import AdjointCore
import AdjointKernels

/// mg += (1 - rho)·(grad - mg); ms += (1 - rho)·(grad² - ms);
/// mom = momentum·mom + lr·grad / √(ms - mg² + ε); w -= mom. TF: `ApplyCenteredRMSProp`.
public struct ApplyCenteredRMSProp: UpdateOperation {
    public static let type = "ApplyCenteredRMSProp"
    public static let signature = OperationSignature.update(
        ["var", "mg", "ms", "mom"], ["lr", "rho", "momentum", "epsilon", "grad"])
    public static let attributes: [AttributeKey<ApplyCenteredRMSProp>] = [
        .bool("use_locking", \.usesLocking)
    ]
    static let arguments = UpdateArguments(
        slots: [2, 3, 1], gradient: 8, learningRate: 4, momentum: 6, rho: 5, epsilon: 7)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .centeredRMSProp }

    public static let gradient = GradientRule<ApplyCenteredRMSProp>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
