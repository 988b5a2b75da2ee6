import Adjoint
import FileTestSupport
import FrozenNetworks
import Testing

/// Training a head gives the same bits through the frozen layers, on their values computed by hand, and on those from a
/// cache.
@Suite("Law: cached training is training")
struct CachedTrainingLawTests {
    private static func trained(
        _ network: FrozenNetwork, _ session: Session, epochs: Int = 3,
        step: (ArraySlice<Int>) throws -> Void
    ) throws -> [NDArray] {
        for epoch in 0..<epochs {
            // Batches of 16, the last one of 6.
            let order = LabeledFeatures(features: FrozenNetwork.images, labels: FrozenNetwork.labels)
                .shuffled(seed: epoch).order
            for start in stride(from: 0, to: order.count, by: 16) {
                try step(order[start..<min(start + 16, order.count)])
            }
        }
        // Weights and the optimizer's slots.
        return try session.run(network.graph.globalVariables.map(\.value))
    }

    private static func throughFrozenLayers(_ network: FrozenNetwork, threads: Int) throws -> [NDArray] {
        let session = try network.session(threads: threads)
        let step = try session.prepare(network.trainHead, feeding: network.x, network.y)
        return try trained(network, session) { rows in
            try step(FrozenNetwork.images.rows(at: rows), FrozenNetwork.labels.rows(at: rows))
        }
    }

    @Test("for any number of threads", arguments: [1, 2, 3]) func threeWays(threads: Int) throws {
        let network = FrozenNetwork()
        let expected = try Self.throughFrozenLayers(network, threads: 1)
        #expect(try Self.throughFrozenLayers(network, threads: threads) == expected)

        // By hand: run, shuffle, feed the tensor in the middle.
        let session = try network.session(threads: threads)
        let frozen = try session.run(network.hidden2, feeding: [network.x: FrozenNetwork.images])
        let byHand = try Self.trained(network, session) { rows in
            try session.run(
                network.trainHead,
                feeding: [network.hidden2: frozen.rows(at: rows), network.y: FrozenNetwork.labels.rows(at: rows)])
        }
        #expect(byHand == expected)

        try withTemporaryDirectory { directory in
            let session = try network.session(threads: threads)
            let cache = try FeatureCache(
                below: network.trainHead, from: network.x, in: session, directory: directory, batchSize: 13)
            let features = try cache.rows(of: FrozenNetwork.images, fedTo: network.x)
            let step = try session.prepare(network.trainHead, feeding: cache.tensor, network.y)
            for epoch in 0..<3 {
                for batch in features.joined(with: FrozenNetwork.labels).shuffled(seed: epoch).batches(of: 16) {
                    try step(batch.features, batch.labels)
                }
            }
            #expect(try session.run(network.graph.globalVariables.map(\.value)) == expected)
            // Training above the tensor has not made its rows stale.
            #expect(try cache.lookup(of: FrozenNetwork.images, fedTo: network.x) == .hit)
        }
    }

    @Test("frozen bits do not move") func frozenBits() throws {
        let network = FrozenNetwork()
        let session = try network.session()
        let frozen = network.graph.globalVariables.filter {
            $0.name.hasPrefix("hidden1") || $0.name.hasPrefix("hidden2")
        }
        let before = try session.run(frozen.map(\.value))
        for _ in 0..<5 {
            try session.run(
                network.trainHead, feeding: [network.x: FrozenNetwork.images, network.y: FrozenNetwork.labels])
        }
        #expect(try session.run(frozen.map(\.value)) == before)
        #expect(!network.graph.globalVariables.contains { $0.name.hasPrefix("hidden1/kernel/Adam") })
    }
}
