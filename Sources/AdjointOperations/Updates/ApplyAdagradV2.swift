public import AdjointCore
import AdjointKernels

/// accum += grad²; w -= lr·grad / (√accum + ε). TF: `ApplyAdagradV2`.
public struct ApplyAdagradV2: UpdateOperation {
    public static let type = "ApplyAdagradV2"
    public static let signature = OperationSignature.update(["var", "accum"], ["lr", "epsilon", "grad"])
    public static let attributes: [AttributeKey<ApplyAdagradV2>] = [
        .bool("use_locking", \.usesLocking), .bool("update_slots", \.updatesSlots),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 4, learningRate: 2, epsilon: 3)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether accum is updated; there is no kernel that only reads it.
    public var updatesSlots = true

    public init() {}

    var rule: UpdateRule { .adagrad }

    public static let gradient = GradientRule<ApplyAdagradV2>.notDifferentiable(
        reason: "TensorFlow defines none for updates")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard updatesSlots else { throw OperationError("no kernel without update_slots") }
        return try updateKernel(context)
    }
}
