public import AdjointCore
import AdjointKernels

/// accum = momentum·accum - lr·grad; w += accum, for the rows picked by indices. TF: `ResourceSparseApplyKerasMomentum`, of which there is none
/// for references.
public struct SparseApplyKerasMomentum: SparseUpdateOperation {
    public static let type = "SparseApplyKerasMomentum"
    public static let signature = OperationSignature.sparseUpdate(
        ["var", "accum"], ["lr", "grad", "indices", "momentum"])
    public static let attributes: [AttributeKey<SparseApplyKerasMomentum>] = [
        .bool("use_locking", \.usesLocking), .bool("use_nesterov", \.usesNesterov),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 3, learningRate: 2, momentum: 5)
    static let indices = 4

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the step looks ahead: w += momentum·accum - lr·grad.
    public var usesNesterov = false

    public init() {}

    /// A step with or without Nesterov's momentum.
    public init(usesNesterov: Bool) { self.usesNesterov = usesNesterov }

    var rule: UpdateRule { usesNesterov ? .nesterovKerasMomentum : .kerasMomentum }

    public static let gradient = GradientRule<SparseApplyKerasMomentum>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
