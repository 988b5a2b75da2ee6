public import AdjointCore
import AdjointKernels

/// ms += (1 - rho)·(grad² - ms); mom = momentum·mom + lr·grad / √(ms + ε); w -= mom. TF: `ApplyRMSProp`.
public struct ApplyRMSProp: UpdateOperation {
    public static let type = "ApplyRMSProp"
    public static let signature = OperationSignature.update(
        ["var", "ms", "mom"], ["lr", "rho", "momentum", "epsilon", "grad"])
    public static let attributes: [AttributeKey<ApplyRMSProp>] = [
        .bool("use_locking", \.usesLocking)
    ]
    static let arguments = UpdateArguments(
        slots: [1, 2], gradient: 7, learningRate: 3, momentum: 5, rho: 4, epsilon: 6)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .rmsProp }

    public static let gradient = GradientRule<ApplyRMSProp>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
