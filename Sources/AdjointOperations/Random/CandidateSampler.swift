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
    /// What the attributes of all samplers set.
    var settings: CandidateSettings { get set }
    /// The number of classes.
    var classCount: Int { get }
}

/// A sampler by probabilities that are the same in every run.
protocol FixedCandidateSampler: CandidateSamplerOperation {
    /// How likely the classes are.
    func distribution() throws -> any CandidateDistribution
}

/// What the attributes of all samplers of classes set.
public struct CandidateSettings: Sendable, Hashable {
    /// The number of true classes of each example.
    public var trueCount = 1
    /// The number of samples.
    public var sampleCount = 1
    /// Whether no class is sampled twice.
    public var isUnique = false
    /// The seed attributes.
    public var seeds = RandomSeeds()

    /// One sample beside one true class.
    public init() {}

    static let attributes: [AttributeKey<CandidateSettings>] = [
        .int("num_true", \.trueCount, required: true), .int("num_sampled", \.sampleCount, required: true),
        .bool("unique", \.isUnique), .int("seed", \.seeds.seed), .int("seed2", \.seeds.seed2),
    ]
}

/// How likely classes are to be sampled.
protocol CandidateDistribution: Sendable {
    /// A class for the numbers that the stream gives.
    func sample(_ numbers: inout SingleNumbers) -> Int
    /// The probability of a class.
    func probability(of index: Int) -> Float
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
    static var settingsAttributes: [AttributeKey<Self>] {
        CandidateSettings.attributes.map { $0.within(\Self.settings) }
    }

    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let classes = try context.shape(0, rank: 2, role: "true_classes")
        let (samples, isUnique) = (settings.sampleCount, settings.isUnique)
        guard classCount > 0, samples > 0, settings.trueCount > 0,
            Shape([settings.trueCount]).isCompatible(with: Shape([classes[1]]))
        else {
            throw OperationError("\(samples) of \(classCount) classes cannot be sampled beside \(classes)")
        }
        guard !isUnique || samples <= classCount else {
            throw OperationError("there are no \(samples) different ones among \(classCount) classes")
        }
        return [[samples], classes, [samples]]
    }

    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "classes are integers") }
}

extension FixedCandidateSampler {
    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let state = settings.seeds.state(context)
        let distribution = try distribution()
        let sampling = CandidateSampling(settings, classCount: classCount, trueCount: context.inputs[0].count)
        return Kernel { arguments in try sampling.run(distribution, state, arguments) }
    }
}

/// Sampling of classes with given probabilities, and how often classes are expected among the samples.
struct CandidateSampling: Sendable {
    private let count: Int
    private let isUnique: Bool
    private let classCount: Int
    private let trueCount: Int

    /// - Parameter trueCount: The number of true classes of all examples.
    init(_ settings: CandidateSettings, classCount: Int, trueCount: Int) {
        (count, isUnique) = (settings.sampleCount, settings.isUnique)
        (self.classCount, self.trueCount) = (classCount, trueCount)
    }

    func run(
        _ distribution: some CandidateDistribution, _ state: RandomState, _ arguments: borrowing KernelArguments
    ) throws {
        // The words that TensorFlow sets aside: 2048 for each sample.
        let words = UInt64(512 * count)
        var numbers = SingleNumbers(state.take { $0.skip(blocks: words) })
        let samples = arguments.output(0, as: Int64.self)
        var tries = count
        if isUnique {
            var used: Set<Int> = []
            (tries, used) = (0, [])
            while used.count < count {
                tries += 1
                let candidate = distribution.sample(&numbers)
                if used.insert(candidate).inserted { samples[used.count - 1] = Int64(candidate) }
            }
        } else {
            for index in 0..<count { samples[index] = Int64(distribution.sample(&numbers)) }
        }
        func expectedCount(_ index: Int64) throws -> Float {
            guard index >= 0, index < Int64(classCount) else {
                throw OperationError("class \(index) is not one of \(classCount)")
            }
            let probability = distribution.probability(of: Int(index))
            guard tries != count else { return probability * Float(count) }
            return Float(-expm1(Double(tries) * Double(log1p(-probability))))
        }
        let (classes, expected) = (arguments.input(0, as: Int64.self), arguments.output(1, as: Float.self))
        for index in 0..<trueCount { expected[index] = try expectedCount(classes[index]) }
        let sampled = arguments.output(2, as: Float.self)
        for index in 0..<count { sampled[index] = try expectedCount(samples[index]) }
    }
}
