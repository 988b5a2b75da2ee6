public import AdjointCore

/// Classes sampled all equally likely, and how often each, and each true class, is expected among them. TF: `UniformCandidateSampler`.
///
/// true_classes: `[batch, num_true]`.
public struct UniformCandidateSampler: CandidateSamplerOperation {
    public static let type = "UniformCandidateSampler"
    public static let signature = OperationSignature.candidateSampler
    public static let attributes: [AttributeKey<UniformCandidateSampler>] = [
        .int("num_true", \.trueCount, required: true), .int("num_sampled", \.sampleCount, required: true),
        .bool("unique", \.isUnique), .int("range_max", \.classCount, required: true), .int("seed", \.seeds.seed),
        .int("seed2", \.seeds.seed2),
    ]
    static let distribution = CandidateDistribution.uniform

    /// The number of true classes of each example.
    public var trueCount = 1
    /// The number of samples.
    public var sampleCount = 1
    /// Whether no class is sampled twice.
    public var isUnique = false
    /// The number of classes.
    public var classCount = 1
    /// The seed attributes.
    public var seeds = RandomSeeds()

    public init() {}
}
