public import AdjointCore

/// Classes sampled all equally likely, and how often each, and each true class, is expected among them.
/// TF: `UniformCandidateSampler`.
///
/// true_classes: `[batch, num_true]`.
public struct UniformCandidateSampler: FixedCandidateSampler {
    public static let type = "UniformCandidateSampler"
    public static let signature = OperationSignature.candidateSampler
    public static let attributes: [AttributeKey<UniformCandidateSampler>] =
        settingsAttributes + [.int("range_max", \.classCount, required: true)]

    /// What the attributes of all samplers set.
    public var settings = CandidateSettings()
    /// The number of classes.
    public var classCount = 1

    public init() {}

    func distribution() -> any CandidateDistribution { UniformDistribution(count: classCount) }

    private struct UniformDistribution: CandidateDistribution {
        let count: Int

        func sample(_ numbers: inout SingleNumbers) -> Int { numbers.uniform(below: count) }

        func probability(of index: Int) -> Float { Float(1 / Double(count)) }
    }
}
