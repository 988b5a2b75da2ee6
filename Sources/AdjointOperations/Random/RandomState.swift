public import AdjointCore
public import AdjointKernels
import Synchronization

/// Where a random op's stream stands in one session; every execution takes its numbers and moves on.
///
/// Kept per session and node, so that all plans of a session draw from one stream.
public final class RandomState: Sendable {
    private let position: Mutex<PhiloxStream>
    /// Where it began.
    private let start: PhiloxStream
    /// Whether the key is the session's seed.
    private let drawsFromSession: Bool

    /// A state that begins at the given position.
    public init(_ stream: PhiloxStream, drawsFromSession: Bool = false) {
        position = Mutex(stream)
        start = stream
        self.drawsFromSession = drawsFromSession
    }

    /// The position: what a checkpoint keeps.
    public var stream: PhiloxStream {
        get { position.withLock { $0 } }
        set { position.withLock { $0 = newValue } }
    }

    /// The stream for one execution, after which the position is moved as `advance` says.
    func take(_ advance: (inout PhiloxStream) -> Void) -> PhiloxStream {
        position.withLock { stream in
            let before = stream
            advance(&stream)
            return before
        }
    }

    /// The stream for one execution that gives `count` numbers.
    func take(count: Int) -> PhiloxStream { take { $0.skipExecution(count: count) } }
}

extension RandomState: PersistentOperationState {
    /// Key, lower and upper half of the counter.
    public var savedState: [UInt64] {
        let stream = stream
        return [stream.key, stream.counterLow, stream.counterHigh]
    }

    public func restore(_ savedState: [UInt64]) -> Bool {
        guard savedState.count == 3 else { return false }
        stream = PhiloxStream(key: savedState[0], counterLow: savedState[1], counterHigh: savedState[2])
        return true
    }

    public func restart(sessionSeed: UInt64) {
        var stream = start
        if drawsFromSession { stream.key = sessionSeed }
        self.stream = stream
    }
}

/// The seed attributes of a random op. TF: `seed`, `seed2`.
public struct RandomSeeds: Sendable, Hashable {
    /// The first seed: the Philox key.
    public var seed = 0
    /// The second seed: the upper half of the Philox counter.
    public var seed2 = 0

    /// (0, 0): numbers that differ from session to session.
    public init() {}

    /// A pair of seeds.
    public init(seed: Int, seed2: Int) {
        self.seed = seed
        self.seed2 = seed2
    }

    /// The session's state for an op with these seeds; (0, 0) draws seeds from the session.
    func state(_ context: borrowing BindingContext) -> RandomState {
        let provider = context.state
        return provider.state(RandomState.self) { makeState(provider) }
    }

    /// A new state for an op with these seeds.
    func makeState(_ provider: any OperationStateProvider) -> RandomState {
        guard seed == 0, seed2 == 0 else {
            return RandomState(PhiloxStream(seed: Int64(seed), seed2: Int64(seed2)))
        }
        let (key, counter) = provider.nondeterministicSeed
        return RandomState(PhiloxStream(key: key, counterLow: 0, counterHigh: counter), drawsFromSession: true)
    }
}

extension Graph {
    /// The seeds of a random op called `name`, from its own seed (if it has one) and the graph's (if it has one).
    ///
    /// - Own seed s alone: (87654321, s). Graph seed g and own seed s: (g, s). Neither: (0, 0), which differs from
    ///   session to session.
    /// - Graph seed g alone: (g, h), where h is the 64-bit FNV-1a hash of the name's UTF-8, its halves xored, modulo
    ///   2³¹ - 1. TensorFlow takes the number of ops before this one instead; by name, adding an op elsewhere changes
    ///   no other op's numbers.
    ///
    /// All modulo 2³¹ - 1. A pair that comes out as (0, 0) although a seed was given becomes (0, 2³¹ - 1).
    /// TF: `tf.get_seed`.
    func randomSeeds(_ operationSeed: Int?, name: String) -> RandomSeeds {
        let modulus = 2_147_483_647
        func reduced(_ value: Int) -> Int { (value % modulus + modulus) % modulus }
        let pair: RandomSeeds
        switch (seed, operationSeed) {
        case (nil, nil): return RandomSeeds()
        case (nil, let own?): pair = RandomSeeds(seed: 87_654_321, seed2: reduced(own))
        case (let graph?, let own?): pair = RandomSeeds(seed: reduced(graph), seed2: reduced(own))
        case (let graph?, nil):
            let hash = nodeNameHash(name)
            pair = RandomSeeds(seed: reduced(graph), seed2: Int((hash >> 32) ^ (hash & 0xffff_ffff)) % modulus)
        }
        return pair == RandomSeeds() ? RandomSeeds(seed: 0, seed2: modulus) : pair
    }

    /// Builds a random op, named first because its seeds may depend on its name.
    func addRandom<Definition: OperationDefinition>(
        inputs: [Tensor], seed: Int?, name: String, site: CreationSite, _ definition: (RandomSeeds) -> Definition
    ) -> Tensor {
        if let invalid = inputs.first(where: { !$0.isValid }) { return invalid }
        let fullName = resolveNameScope(name)
        return addTensor(
            definition(randomSeeds(seed, name: fullName)), inputs: inputs, name: fullName + "/", site: site)
    }
}
