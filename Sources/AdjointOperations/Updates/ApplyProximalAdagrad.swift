public import AdjointCore
import AdjointKernels

/// accum += grad²; a proximal step with the learning rate lr / √accum. TF: `ApplyProximalAdagrad`.
public struct ApplyProximalAdagrad: UpdateOperation {
    public static let type = "ApplyProximalAdagrad"
    public static let signature = OperationSignature.update(["var", "accum"], ["lr", "l1", "l2", "grad"])
    public static let attributes: [AttributeKey<ApplyProximalAdagrad>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(slots: [1], gradient: 5, learningRate: 2, l1: 3, l2: 4)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .proximalAdagrad }

    public static let gradient = GradientRule<ApplyProximalAdagrad>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
