import Adjoint
import Foundation

/// An epoch of training the head of a network on cached values of its frozen layers: 60,000 rows of 50 features,
/// shuffled anew, in batches of 200. The head is that of `transfer_cached_b200`, whose step takes ready batches; what is
/// more here is the cache.
struct FeatureCacheEpoch {
    private static let exampleCount = 60_000
    private static let batchSize = 200

    /// Epochs, each given as the time of one of its steps.
    static func training(_ options: SessionOptions) throws -> Measurable {
        let network = Perceptron(
            hidden: [300, 50, 50, 20], batch: batchSize, update: .momentum, frozen: 2
        ).build()
        let session = try Session(network.graph, options: options)
        try session.initializeVariables()
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("adjoint-features-\(UInt64.random(in: 0 ... .max))").path
        let examples = NDArray(dtype: .float32, dimensions: [exampleCount, 784]) { bytes in
            let pixels = bytes.bindMemory(to: Float.self)
            for index in pixels.indices { pixels[index] = Float(Formula.uniform(index)) }
        }
        let labels = NDArray((0..<exampleCount).map { Int32(10 * Formula.uniform(1_000_000_003 + $0)) })
        let cache = try FeatureCache(below: network.training, from: network.x, in: session, directory: directory)
        let features = try cache.rows(of: examples, fedTo: network.x).joined(with: labels)
        // Mapped rows stay when their file's name is gone.
        try? FileManager.default.removeItem(atPath: directory)
        let step = try session.prepare(network.training, feeding: cache.tensor, network.y)
        return Measurable(stepCount: exampleCount / batchSize) { epoch in
            for batch in features.shuffled(seed: epoch).batches(of: batchSize) {
                try step(batch.features, batch.labels)
            }
        }
    }
}
