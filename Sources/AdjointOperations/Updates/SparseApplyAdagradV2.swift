public import AdjointCore
import AdjointKernels

/// accum += grad²; w -= lr·grad / (√accum + ε), for rows picked by indices. TF: `SparseApplyAdagradV2`.
public struct SparseApplyAdagradV2: SparseUpdateOperation {
    public static let type = "SparseApplyAdagradV2"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum"], ["lr", "epsilon", "grad", "indices"])
    public static let attributes: [AttributeKey<SparseApplyAdagradV2>] = [
        .bool("use_locking", \.usesLocking), .bool("update_slots", \.updatesSlots),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 4, learningRate: 2, epsilon: 3)
    static let indices = 5

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether accum is updated; otherwise it is only read, which has no kernel here.
    public var updatesSlots = true

    public init() {}

    var rule: UpdateRule { .adagrad }

    public static let gradient = GradientRule<SparseApplyAdagradV2>.notDifferentiable(
        reason: "TensorFlow defines none for updates")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard updatesSlots else { throw OperationError("no kernel without update_slots") }
        return try sparseUpdateKernel(context)
    }
}
