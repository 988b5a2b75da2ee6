public import AdjointCore
import AdjointKernels

/// accum = momentum·accum + grad; w -= lr·accum, for the rows picked by indices. TF: `SparseApplyMomentum`.
public struct SparseApplyMomentum: SparseUpdateOperation {
    public static let type = "SparseApplyMomentum"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum"], ["lr", "grad", "indices", "momentum"])
    public static let attributes: [AttributeKey<SparseApplyMomentum>] = [
        .bool("use_locking", \.usesLocking), .bool("use_nesterov", \.usesNesterov),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 3, learningRate: 2, momentum: 5)
    static let indices = 4

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the step looks ahead: w -= lr·(grad + momentum·accum).
    public var usesNesterov = false

    public init() {}

    /// A step with or without Nesterov's momentum.
    public init(usesNesterov: Bool) { self.usesNesterov = usesNesterov }

    var rule: UpdateRule { usesNesterov ? .nesterovMomentum : .momentum }

    public static let gradient = GradientRule<SparseApplyMomentum>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
