public import AdjointCore
import AdjointFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Classes sampled by given frequencies, and how often each, and each true class, is expected among them.
/// TF: `FixedUnigramCandidateSampler`.
///
/// true_classes: `[batch, num_true]`. The frequencies are an attribute or the last column of a file of values between commas;
/// each is raised to the power `distortion`. The first classes may be reserved, with no frequency. Source: Walker 1977, Vose
/// 1991, for sampling in constant time.
public struct FixedUnigramCandidateSampler: FixedCandidateSampler {
    public static let type = "FixedUnigramCandidateSampler"
    public static let signature = OperationSignature.candidateSampler
    public static let attributes: [AttributeKey<FixedUnigramCandidateSampler>] =
        settingsAttributes + [
            .int("range_max", \.classCount, required: true), .string("vocab_file", \.file),
            .float("distortion", \.distortion), .int("num_reserved_ids", \.reservedCount),
            .int("num_shards", \.shardCount), .int("shard", \.shard), .floats("unigrams", \.frequencies),
        ]

    /// What the attributes of all samplers set.
    public var settings = CandidateSettings()
    /// The number of classes.
    public var classCount = 1
    /// A file with frequencies; empty for none.
    public var file = ""
    /// The power that frequencies are raised to.
    public var distortion: Float = 1
    /// The number of classes before the first that has a frequency.
    public var reservedCount = 0
    /// Of how many parts of the classes this is one: of those whose number has the remainder ``shard``.
    public var shardCount = 1
    /// Which part it is.
    public var shard = 0
    /// The frequencies, if they are not in a file.
    public var frequencies: [Float] = []

    public init() {}

    func distribution() throws -> any CandidateDistribution {
        guard file.isEmpty != frequencies.isEmpty else {
            throw OperationError("there must be either a vocab_file or unigrams")
        }
        guard classCount < Int(Int32.max), shardCount > 0, (0..<shardCount).contains(shard),
            (0...classCount).contains(reservedCount)
        else {
            throw OperationError("shard \(shard) of \(shardCount) with \(reservedCount) reserved classes is none")
        }
        // Which part a class is in is told by its number, counted from the reserved ones of this part on.
        var weights = (0..<reservedCount).filter { $0 % shardCount == shard }.map { _ in Float(0) }
        let first = weights.count
        for (index, frequency) in try (file.isEmpty ? frequencies : readFrequencies()).enumerated()
        where (first + index) % shardCount == shard {
            weights.append(powf(frequency, distortion))
        }
        guard weights.count == classCount else {
            throw OperationError("there are \(weights.count) frequencies for \(classCount) classes")
        }
        guard !settings.isUnique || weights.count(where: { $0 > 0 }) >= settings.sampleCount else {
            throw OperationError("there are no \(settings.sampleCount) different classes of a frequency above 0")
        }
        return try FrequencyDistribution(weights)
    }

    private func readFrequencies() throws -> [Float] {
        let contents: Bytes
        do {
            contents = try POSIXFileSystem.posix.read(file)
        } catch {
            throw OperationError("'\(file)' cannot be read: \(error)")
        }
        return try Array(contents).split(separator: UInt8(ascii: "\n")).map { line in
            let last = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).last ?? line
            let text = String(decoding: last, as: UTF8.self).filter { !$0.isWhitespace }
            guard let frequency = Float(text) else {
                throw OperationError("'\(String(decoding: line, as: UTF8.self))' in '\(file)' has no frequency")
            }
            return frequency
        }
    }

    /// For each class how likely it is itself, if it is met, or another in its place.
    private struct FrequencyDistribution: CandidateDistribution {
        private let weights: [Float]
        private let total: Float
        private var own: [Float]
        private var others: [Int]

        init(_ weights: [Float]) throws {
            guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 }) else {
                throw OperationError("frequencies must not be negative, and one must be positive")
            }
            self.weights = weights
            total = weights.reduce(0, +)
            let sum = weights.reduce(0.0) { $0 + Double($1) }
            var shares = weights.map { Double($0 * Float(weights.count)) / sum }
            var low = shares.indices.filter { shares[$0] < 1 }
            var high = shares.indices.filter { !(shares[$0] < 1) }
            others = Array(weights.indices)
            while let less = low.last, let more = high.last {
                (_, _) = (low.removeLast(), high.removeLast())
                others[less] = more
                shares[more] -= 1 - shares[less]
                if shares[more] < 1 { low.append(more) } else { high.append(more) }
            }
            own = shares.map { Float($0) }
            for index in low + high { (own[index], others[index]) = (1, index) }
        }

        func sample(_ numbers: inout SingleNumbers) -> Int {
            let share = numbers.nextFloat()
            let index = Int(numbers.uniform(below: UInt32(weights.count)))
            return share < own[index] ? index : others[index]
        }

        func probability(of index: Int) -> Float { weights[index] / total }
    }
}
