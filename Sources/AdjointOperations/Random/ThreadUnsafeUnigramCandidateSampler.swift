public import AdjointCore

/// ``LearnedUnigramCandidateSampler`` as it is in TensorFlow without a lock. TF: `ThreadUnsafeUnigramCandidateSampler`.
///
/// true_classes: `[batch, num_true]`, which are counted after sampling.
public struct ThreadUnsafeUnigramCandidateSampler: LearnedUnigramSampling {
    public static let type = "ThreadUnsafeUnigramCandidateSampler"
    public static let signature = OperationSignature.candidateSampler
    public static let attributes: [AttributeKey<ThreadUnsafeUnigramCandidateSampler>] =
        settingsAttributes + [.int("range_max", \.classCount, required: true)]

    /// What the attributes of all samplers set.
    public var settings = CandidateSettings()
    /// The number of classes.
    public var classCount = 1

    public init() {}
}
