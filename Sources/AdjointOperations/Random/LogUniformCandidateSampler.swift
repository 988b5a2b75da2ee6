public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Classes sampled with Zipf's distribution, the likeliest first, and how often each, and each true class, is expected among
/// them. TF: `LogUniformCandidateSampler`.
///
/// true_classes: `[batch, num_true]`.
public struct LogUniformCandidateSampler: FixedCandidateSampler {
    public static let type = "LogUniformCandidateSampler"
    public static let signature = OperationSignature.candidateSampler
    public static let attributes: [AttributeKey<LogUniformCandidateSampler>] =
        settingsAttributes + [.int("range_max", \.classCount, required: true)]

    /// What the attributes of all samplers set.
    public var settings = CandidateSettings()
    /// The number of classes.
    public var classCount = 1

    public init() {}

    func distribution() -> any CandidateDistribution { ZipfDistribution(count: classCount) }

    /// P(k) = (ln(k + 2) - ln(k + 1)) / ln(n + 1).
    private struct ZipfDistribution: CandidateDistribution {
        let count: Int

        func sample(_ numbers: inout SingleNumbers) -> Int {
            (Int(exp(numbers.nextDouble() * log1p(Double(count)))) - 1) % count
        }

        func probability(of index: Int) -> Float {
            Float(log((Double(index) + 2) / (Double(index) + 1)) / log1p(Double(count)))
        }
    }
}
