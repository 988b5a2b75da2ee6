public import AdjointCore
import AdjointKernels

/// accum = momentum·accum + grad; w -= lr·accum. TF: `ApplyMomentum`.
public struct ApplyMomentum: UpdateOperation {
    public static let type = "ApplyMomentum"
    public static let signature = OperationSignature.update(
        ["var", "accum"], ["lr", "grad", "momentum"])
    public static let attributes: [AttributeKey<ApplyMomentum>] = [
        .bool("use_locking", \.usesLocking), .bool("use_nesterov", \.usesNesterov),
    ]
    static let arguments = UpdateArguments(slots: [1], gradient: 3, learningRate: 2, momentum: 4)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false
    /// Whether the step looks ahead: w -= lr·(grad + momentum·accum).
    public var usesNesterov = false

    public init() {}

    /// A step with or without Nesterov's momentum.
    public init(usesNesterov: Bool) { self.usesNesterov = usesNesterov }

    var rule: UpdateRule { usesNesterov ? .nesterovMomentum : .momentum }

    public static let gradient = GradientRule<ApplyMomentum>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
