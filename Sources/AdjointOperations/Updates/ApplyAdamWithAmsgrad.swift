public import AdjointCore
import AdjointKernels

/// Adam with the largest v so far in place of v (Reddi et al. 2018). TF: `ApplyAdamWithAmsgrad`.
public struct ApplyAdamWithAmsgrad: UpdateOperation {
    public static let type = "ApplyAdamWithAmsgrad"
    public static let signature = OperationSignature.update(
        ["var", "m", "v", "vhat"], ["beta1_power", "beta2_power", "lr", "beta1", "beta2", "epsilon", "grad"])
    public static let attributes: [AttributeKey<ApplyAdamWithAmsgrad>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(
        slots: [1, 2, 3], gradient: 10, learningRate: 6, epsilon: 9, beta1: 7, beta2: 8, beta1Power: 4, beta2Power: 5)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .amsgrad }

    public static let gradient = GradientRule<ApplyAdamWithAmsgrad>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
