public import AdjointCore

/// As ``DynamicStitch``, but which of several rows of one index wins is open. TF: `ParallelDynamicStitch`.
public struct ParallelDynamicStitch: StitchOperation {
    public static let type = "ParallelDynamicStitch"
    public static let signature = OperationSignature.stitch

    public init() {}

    public static let gradient = GradientRule<ParallelDynamicStitch>.differentiable { _, context in
        context.gradientOfStitch()
    }
}
