public import AdjointCore
import AdjointKernels

/// w -= alpha·delta. TF: `ApplyGradientDescent`.
public struct ApplyGradientDescent: UpdateOperation {
    public static let type = "ApplyGradientDescent"
    public static let signature = OperationSignature.update(
        ["var"], ["alpha", "delta"])
    public static let attributes: [AttributeKey<ApplyGradientDescent>] = [
        .bool("use_locking", \.usesLocking)
    ]
    static let arguments = UpdateArguments(gradient: 2, learningRate: 1)

    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    public var usesLocking = false

    public init() {}

    var rule: UpdateRule { .gradientDescent }

    public static let gradient = GradientRule<ApplyGradientDescent>.notDifferentiable(
        reason: "TensorFlow defines none for updates")
}
