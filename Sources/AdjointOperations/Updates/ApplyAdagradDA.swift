public import AdjointCore
import AdjointKernels

/// Adagrad by dual averaging (Duchi et al. 2011): the step from the sums of gradients and squares.
/// TF: `ApplyAdagradDA`.
public struct ApplyAdagradDA: UpdateOperation {
    public static let type = "ApplyAdagradDA"
    public static let signature = OperationSignature.update(
        ["var", "gradient_accumulator", "gradient_squared_accumulator"], ["grad", "lr", "l1", "l2", "global_step"],
        integers: ["global_step"])
    public static let attributes: [AttributeKey<ApplyAdagradDA>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(slots: [1, 2], gradient: 3, learningRate: 4, l1: 5, l2: 6, step: 7)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .adagradDualAveraging }

    public static let gradient = GradientRule<ApplyAdagradDA>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
