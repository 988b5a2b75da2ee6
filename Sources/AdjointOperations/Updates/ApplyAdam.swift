public import AdjointCore
import AdjointKernels

/// m += (1 - β₁)·(grad - m); v += (1 - β₂)·(grad² - v); w -= lr·√(1 - β₂ᵗ) / (1 - β₁ᵗ)·m / (√v + ε). TF: `ApplyAdam`.
public struct ApplyAdam: UpdateOperation {
    public static let type = "ApplyAdam"
    public static let signature = OperationSignature.update(
        ["var", "m", "v"], ["beta1_power", "beta2_power", "lr", "beta1", "beta2", "epsilon", "grad"])
    public static let attributes: [AttributeKey<ApplyAdam>] = [
        .bool("use_locking", \.usesLocking), .bool("use_nesterov", \.usesNesterov),
    ]
    static let arguments = UpdateArguments(
        slots: [1, 2], gradient: 9, learningRate: 5, epsilon: 8, beta1: 6, beta2: 7, beta1Power: 3, beta2Power: 4)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the step looks ahead: β₁·m + (1 - β₁)·grad in place of m.
    public var usesNesterov = false

    public init() {}

    /// A step with or without Nesterov's momentum.
    public init(usesNesterov: Bool) { self.usesNesterov = usesNesterov }

    var rule: UpdateRule { usesNesterov ? .nesterovAdam : .adam }

    public static let gradient = GradientRule<ApplyAdam>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
