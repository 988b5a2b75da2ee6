public import AdjointCore
import AdjointKernels

/// p = w - alpha·delta; w = sign p·max(|p| - alpha·l1, 0) / (1 + alpha·l2). TF: `ApplyProximalGradientDescent`.
public struct ApplyProximalGradientDescent: UpdateOperation {
    public static let type = "ApplyProximalGradientDescent"
    public static let signature = OperationSignature.update(["var"], ["alpha", "l1", "l2", "delta"])
    public static let attributes: [AttributeKey<ApplyProximalGradientDescent>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(gradient: 4, learningRate: 1, l1: 2, l2: 3)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .proximalGradientDescent }

    public static let gradient = GradientRule<ApplyProximalGradientDescent>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
