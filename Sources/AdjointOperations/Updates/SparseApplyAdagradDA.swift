public import AdjointCore
import AdjointKernels

/// Adagrad by dual averaging (Duchi et al. 2011), for rows picked by indices. TF: `SparseApplyAdagradDA`.
public struct SparseApplyAdagradDA: SparseUpdateOperation {
    public static let type = "SparseApplyAdagradDA"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "gradient_accumulator", "gradient_squared_accumulator"],
        ["grad", "indices", "lr", "l1", "l2", "global_step"], integers: ["global_step"])
    public static let attributes: [AttributeKey<SparseApplyAdagradDA>] = [.bool("use_locking", \.usesLocking)]
    static let arguments = UpdateArguments(slots: [1, 2], gradient: 3, learningRate: 5, l1: 6, l2: 7, step: 8)
    static let indices = 4

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .adagradDualAveraging }

    public static let gradient = GradientRule<SparseApplyAdagradDA>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
