import Adjoint

/// The workloads, in the order in which they are run.
enum Catalogue {
    /// A workload by name.
    struct Entry: Sendable {
        let name: String
        var unit = Unit.microseconds
        /// Builds it, ready to be repeated.
        let prepare: @Sendable (SessionOptions) throws -> Measurable
    }

    /// What can be measured.
    static let entries: [Entry] = [
        training("mlp_sgd_b50", Perceptron(hidden: [300, 100], batch: 50)),
        training("mlp_sgd_b200", Perceptron(hidden: [300, 100], batch: 200)),
        training(
            "mlp_bn_elu_b200", Perceptron(hidden: [300, 100], batch: 200, activation: .elu, normalizes: true)),
        training(
            "mlp_dropout_momentum_b50",
            Perceptron(hidden: [300, 50], batch: 50, update: .momentum, dropoutRate: 0.5)),
        training("mlp_deep_clip_b200", Perceptron(hidden: [300, 50, 50, 50, 50], batch: 200, clip: 1)),
        training("mlp_adam_b50", Perceptron(hidden: [300, 100], batch: 50, update: .adam)),
        training("mlp_wide_adam_b256", Perceptron(hidden: [2048, 2048], batch: 256, update: .adam)),
        training(
            "transfer_cached_b200", Perceptron(inputs: 50, hidden: [50, 20], batch: 200, update: .momentum)),
        training(
            "transfer_frozen_b200", Perceptron(hidden: [300, 50, 50, 20], batch: 200, update: .momentum, frozen: 2)),
        Entry(name: "feature_cache_epoch") { try FeatureCacheEpoch.training($0) },
        Entry(name: "mlp_infer_b1") { try Perceptron(hidden: [300, 100], batch: 1).inference($0) },
        Entry(name: "mlp_infer_b1000") { try Perceptron(hidden: [300, 100], batch: 1000).inference($0) },
        Entry(name: "cnn_adam_b50") { try ConvolutionalNetwork(batch: 50).training($0) },
        Entry(name: "scalar_chain_1000") { try Graphs.scalarChain($0) },
        Entry(name: "matmul_1024") { try Graphs.matrixProduct($0) },
        Entry(name: "build_gradients_1000_layers", unit: .milliseconds) { Graphs.building($0) },
        Entry(name: "save_256MB", unit: .milliseconds) { try Checkpoints.save($0, durable: false) },
        Entry(name: "save_256MB_durable", unit: .milliseconds) { try Checkpoints.save($0, durable: true) },
        Entry(name: "write_256MB_durable", unit: .milliseconds) { _ in try Checkpoints.rawWrite() },
        Entry(name: "restore_256MB", unit: .milliseconds) { try Checkpoints.restore($0) },
    ]

    private static func training(_ name: String, _ perceptron: Perceptron) -> Entry {
        Entry(name: name) { try perceptron.training($0) }
    }

    /// The entries of the given names, all of them for none.
    ///
    /// - Throws: ``UsageError`` for a name that is none.
    static func entries(named names: [String]) throws(UsageError) -> [Entry] {
        for name in names where !entries.contains(where: { $0.name == name }) {
            throw UsageError(
                "there is no workload '\(name)'; there are " + entries.map(\.name).joined(separator: ", "))
        }
        return names.isEmpty ? entries : entries.filter { names.contains($0.name) }
    }
}
