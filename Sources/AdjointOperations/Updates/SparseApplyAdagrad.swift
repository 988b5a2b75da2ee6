public import AdjointCore
import AdjointKernels

/// accum += grad²; w -= lr·grad / √accum, for the rows picked by indices. TF: `SparseApplyAdagrad`.
public struct SparseApplyAdagrad: SparseUpdateOperation {
    public static let type = "SparseApplyAdagrad"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum"], ["lr", "grad", "indices"])
    public static let attributes: [AttributeKey<SparseApplyAdagrad>] = [
        .bool("use_locking", \.usesLocking), .bool("update_slots", \.updatesSlots),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 3, learningRate: 2)
    static let indices = 4

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether accum is updated; otherwise it is only read, which has no kernel here.
    public var updatesSlots = true

    public init() {}

    var rule: UpdateRule { .adagrad }

    public static let gradient = GradientRule<SparseApplyAdagrad>.notDifferentiable(
        reason: "TensorFlow defines none for updates")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard updatesSlots else { throw OperationError("no kernel without update_slots") }
        return try sparseUpdateKernel(context)
    }
}
