public import AdjointCore

/// Classes sampled by how often they were true before in the session, and how often each, and each true class, is expected
/// among them. TF: `LearnedUnigramCandidateSampler`.
///
/// true_classes: `[batch, num_true]`, which are counted after sampling.
public struct LearnedUnigramCandidateSampler: LearnedUnigramSampling {
    public static let type = "LearnedUnigramCandidateSampler"
    public static let signature = OperationSignature.candidateSampler
    public static let attributes: [AttributeKey<LearnedUnigramCandidateSampler>] =
        settingsAttributes + [.int("range_max", \.classCount, required: true)]

    /// What the attributes of all samplers set.
    public var settings = CandidateSettings()
    /// The number of classes.
    public var classCount = 1

    public init() {}
}
