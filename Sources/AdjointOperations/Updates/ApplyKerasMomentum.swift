public import AdjointCore
import AdjointKernels

/// accum = momentum·accum - lr·grad; w += accum. TF: `ResourceApplyKerasMomentum`, of which there is none
/// for references.
public struct ApplyKerasMomentum: UpdateOperation {
    public static let type = "ApplyKerasMomentum"
    public static let signature = OperationSignature.update(
        ["var", "accum"], ["lr", "grad", "momentum"])
    public static let attributes: [AttributeKey<ApplyKerasMomentum>] = [
        .bool("use_locking", \.usesLocking), .bool("use_nesterov", \.usesNesterov),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 3, learningRate: 2, momentum: 4)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the step looks ahead: w += momentum·accum - lr·grad.
    public var usesNesterov = false

    public init() {}

    /// A step with or without Nesterov's momentum.
    public init(usesNesterov: Bool) { self.usesNesterov = usesNesterov }

    var rule: UpdateRule { usesNesterov ? .nesterovKerasMomentum : .kerasMomentum }

    public static let gradient = GradientRule<ApplyKerasMomentum>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
