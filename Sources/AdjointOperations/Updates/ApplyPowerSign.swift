public import AdjointCore
import AdjointKernels

/// m = beta·m + (1 - beta)·grad; w -= lr·e^(logbase·sign_decay·sign grad·sign m)·grad.
/// TF: `ApplyPowerSign`.
public struct ApplyPowerSign: UpdateOperation {
    public static let type = "ApplyPowerSign"
    public static let signature = OperationSignature.update(
        ["var", "m"], ["lr", "logbase", "sign_decay", "beta", "grad"])
    public static let attributes: [AttributeKey<ApplyPowerSign>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(
        slots: [1], gradient: 6, learningRate: 2, beta1: 5, signDecay: 4, logarithmOfBase: 3)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .powerSign }

    public static let gradient = GradientRule<ApplyPowerSign>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
