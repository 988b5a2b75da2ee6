public import AdjointCore
import AdjointKernels

/// m += (1 - β₁)·(grad - m); v = max(β₂·v, |grad|); w -= lr / (1 - β₁ᵗ)·m / (v + ε). TF: `ApplyAdaMax`.
public struct ApplyAdaMax: UpdateOperation {
    public static let type = "ApplyAdaMax"
    public static let signature = OperationSignature.update(
        ["var", "m", "v"], ["beta1_power", "lr", "beta1", "beta2", "epsilon", "grad"])
    public static let attributes: [AttributeKey<ApplyAdaMax>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(
        slots: [1, 2], gradient: 8, learningRate: 4, epsilon: 7, beta1: 5, beta2: 6, beta1Power: 3)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .adaMax }

    public static let gradient = GradientRule<ApplyAdaMax>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
