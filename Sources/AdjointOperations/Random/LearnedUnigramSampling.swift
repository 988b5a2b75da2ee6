import AdjointCore
import AdjointKernels
import Synchronization

/// A sampler of classes by how often they were true before in the session.
protocol LearnedUnigramSampling: CandidateSamplerOperation {}

extension LearnedUnigramSampling {
    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard classCount < Int(Int32.max) else { throw OperationError("\(classCount) classes are too many") }
        let (provider, seeds, classCount) = (context.state, settings.seeds, classCount)
        let state = provider.state(LearnedFrequencies.self) {
            LearnedFrequencies(count: classCount, random: seeds.makeState(provider))
        }
        let trueCount = context.inputs[0].count
        let sampling = CandidateSampling(settings, classCount: classCount, trueCount: trueCount)
        return Kernel { arguments in
            try sampling.run(state, state.random, arguments)
            let classes = arguments.input(0, as: Int64.self)
            state.count((0..<trueCount).map { Int(classes[$0]) })
        }
    }
}

/// How often each class was met, once to begin with.
final class LearnedFrequencies: CandidateDistribution, PersistentOperationState {
    let random: RandomState
    private let counts: Mutex<Counts>

    init(count: Int, random: RandomState) {
        self.random = random
        counts = Mutex(Counts(count: count))
    }

    func sample(_ numbers: inout SingleNumbers) -> Int {
        let total = counts.withLock { $0.total }
        let place = Int(numbers.uniform(below: UInt32(total)))
        return counts.withLock { $0.class(at: place) }
    }

    func probability(of index: Int) -> Float { counts.withLock { Float($0.of[index]) / Float($0.total) } }

    /// Counts classes once more.
    func count(_ classes: [Int]) {
        counts.withLock { counts in
            // TensorFlow's counts are int32.
            for index in classes where counts.total < Int(Int32.max) { counts.add(index) }
        }
    }

    // As in TensorFlow, what was learned ends with the session; only the stream of numbers is kept.
    var savedState: [UInt64] { random.savedState }
    func restore(_ savedState: [UInt64]) -> Bool { random.restore(savedState) }
    func restart(sessionSeed: UInt64) {
        random.restart(sessionSeed: sessionSeed)
        counts.withLock { $0 = Counts(count: $0.of.count) }
    }

    /// Counts with their partial sums. Source: Fenwick 1994.
    private struct Counts {
        private(set) var of: [Int]
        private(set) var total: Int
        private var sums: [Int]

        init(count: Int) {
            of = Array(repeating: 1, count: count)
            total = count
            sums = (0...count).map { $0 & -$0 }
        }

        mutating func add(_ index: Int) {
            of[index] += 1
            total += 1
            var node = index + 1
            while node < sums.count {
                sums[node] += 1
                node += node & -node
            }
        }

        /// The class that a place in 0..<total is in, all classes in a row, each as wide as its count.
        func `class`(at place: Int) -> Int {
            var (rest, node) = (place, 0)
            var step = 1 << (Int.bitWidth - 1 - (sums.count - 1).leadingZeroBitCount)
            while step > 0 {
                if node + step < sums.count, sums[node + step] <= rest {
                    node += step
                    rest -= sums[node]
                }
                step /= 2
            }
            return node
        }
    }
}
