public import AdjointCore
import AdjointKernels

/// m = beta·m + (1 - beta)·grad; w -= lr·(alpha + sign_decay·sign grad·sign m)·grad. TF: `ApplyAddSign`.
public struct ApplyAddSign: UpdateOperation {
    public static let type = "ApplyAddSign"
    public static let signature = OperationSignature.update(
        ["var", "m"], ["lr", "alpha", "sign_decay", "beta", "grad"])
    public static let attributes: [AttributeKey<ApplyAddSign>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(slots: [1], gradient: 6, learningRate: 2, beta1: 5, alpha: 3, signDecay: 4)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .addSign }

    public static let gradient = GradientRule<ApplyAddSign>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
