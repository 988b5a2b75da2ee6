import AdjointCore
import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An op that samples classes for a loss that does not look at all of them.
protocol CandidateSamplerOperation: OperationDefinition {
    static var distribution: CandidateDistribution { get }
    var trueCount: Int { get }
    var sampleCount: Int { get }
    var isUnique: Bool { get }
    var classCount: Int { get }
    var seeds: RandomSeeds { get }
}

/// How likely the classes are, which are numbered by falling frequency.
enum CandidateDistribution: Sendable {
    case uniform
    /// P(k) = (ln(k + 2) - ln(k + 1)) / ln(n + 1): Zipf's law.
    case logUniform

    /// The class for a number in 0..<1 that the stream gives.
    func sample(of count: Int, _ numbers: inout SingleNumbers) -> Int {
        switch self {
        case .uniform: return numbers.uniform(below: count)
        case .logUniform: return (Int(exp(numbers.nextDouble() * log1p(Double(count)))) - 1) % count
        }
    }

    func probability(of index: Int, in count: Int) -> Double {
        switch self {
        case .uniform: 1 / Double(count)
        case .logUniform: log((Double(index) + 2) / (Double(index) + 1)) / log1p(Double(count))
        }
    }
}

extension OperationSignature {
    static let candidateSampler = OperationSignature(
        inputs: [.tensor("true_classes", .int64)],
        outputs: [
            .tensor("sampled_candidates", .int64), .tensor("true_expected_count", .float32),
            .tensor("sampled_expected_count", .float32),
        ])
}

extension CandidateSamplerOperation {
    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let classes = try context.shape(0, rank: 2, role: "true_classes")
        guard classCount > 0, sampleCount > 0, Shape([trueCount]).isCompatible(with: Shape([classes[1]])) else {
            throw OperationError("\(sampleCount) of \(classCount) classes cannot be sampled beside \(classes)")
        }
        guard !isUnique || sampleCount <= classCount else {
            throw OperationError("there are no \(sampleCount) different ones among \(classCount) classes")
        }
        return [[sampleCount], classes, [sampleCount]]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "classes are integers") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let state = seeds.state(context)
        let (count, trueClassCount) = (sampleCount, context.inputs[0].count)
        return Kernel { arguments in
            // The words that TensorFlow sets aside: 2048 for each sample.
            var numbers = SingleNumbers(state.take { $0.skip(blocks: UInt64(512 * count)) })
            let samples = arguments.output(0, as: Int64.self)
            var tries = count
            if isUnique {
                var used: Set<Int> = []
                (tries, used) = (0, [])
                while used.count < count {
                    tries += 1
                    let candidate = Self.distribution.sample(of: classCount, &numbers)
                    if used.insert(candidate).inserted { samples[used.count - 1] = Int64(candidate) }
                }
            } else {
                for index in 0..<count { samples[index] = Int64(Self.distribution.sample(of: classCount, &numbers)) }
            }
            func expectedCount(_ index: Int64) throws -> Float {
                guard index >= 0, index < Int64(classCount) else {
                    throw OperationError("class \(index) is not one of \(classCount)")
                }
                let probability = Float(Self.distribution.probability(of: Int(index), in: classCount))
                guard tries != count else { return probability * Float(count) }
                return Float(-expm1(Double(tries) * Double(log1p(-probability))))
            }
            let (classes, expected) = (arguments.input(0, as: Int64.self), arguments.output(1, as: Float.self))
            for index in 0..<trueClassCount { expected[index] = try expectedCount(classes[index]) }
            let sampled = arguments.output(2, as: Float.self)
            for index in 0..<count { sampled[index] = try expectedCount(samples[index]) }
        }
    }
}
