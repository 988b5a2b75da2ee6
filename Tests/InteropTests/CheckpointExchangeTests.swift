import Adjoint
import Foundation
import Testing

/// Checkpoints and graphs that go from here to TensorFlow, are trained on there, and come back; and the other way round.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct CheckpointExchangeTests {
    private struct Facts: Decodable {
        var train: String
        var loss: String
        var losses: [Double]
    }

    private struct Losses: Decodable { var losses: [Double] }

    /// A directory that is gone after the test.
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("adjoint-exchange-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    private func feeds(_ path: String, of graph: Graph) throws -> Feeds {
        let file = try NPZ(contentsOf: path)
        var feeds = Feeds()
        for name in file.names { feeds[try graph.tensor(name)] = NDArray(try file.array(named: name)) }
        return feeds
    }

    /// Runs a training step on each of the feeds, and returns the losses before.
    private func train(_ session: Session, _ step: Adjoint.Operation, _ loss: Tensor, on feeds: [Feeds]) throws
        -> [Double]
    {
        try feeds.map { feeds in
            try #require(try session.run(fetches: [loss], targets: [step], feeding: feeds)[0].doubles?.first)
        }
    }

    /// Whether two arrays agree to 1e-4 of the larger of 1 and the greatest element.
    private func expectClose(_ mine: [Double], _ theirs: [Double], _ name: String) {
        let bound = 1e-4 * theirs.reduce(1) { max($0, abs($1)) }
        let worst = zip(mine, theirs).map { abs($0 - $1) }.max() ?? 0
        #expect(mine.count == theirs.count && worst <= bound, "\(name): \(worst) apart")
    }

    @Test(arguments: ["momentum", "adam", "switched", "loop"])
    func tensorFlowsModelsAreTrainedOnHere(kind: String) throws {
        try withDirectory { directory in
            _ = try TensorFlowOracle.run("exchange.py", ["make", directory, kind])
            let facts = try JSONDecoder().decode(
                Facts.self, from: Data(contentsOf: URL(fileURLWithPath: directory + "/facts.json")))
            let prefix = try #require(try Saver.latestCheckpoint(in: directory))
            #expect(prefix.hasSuffix("/model.ckpt-5"))
            let model = try Graph.importing(prefix + ".meta")
            let saver = try #require(model.saver)
            let session = try Session(model.graph)
            let plan = try saver.restore(session, from: prefix)
            #expect(plan.isComplete && plan.unused.isEmpty && plan.leftAlone.isEmpty)
            let losses = try train(
                session, model.graph.operation(facts.train), model.graph.tensor(facts.loss),
                on: (0..<4).map { try feeds("\(directory)/feeds-\($0).npz", of: model.graph) })
            expectClose(losses, facts.losses, "loss")
            let after = try Checkpoint.open(directory + "/after.ckpt")
            try saver.save(session, to: directory + "/mine.ckpt")
            let mine = try Checkpoint.open(directory + "/mine.ckpt")
            for tensor in after.tensors {
                let values = try (mine.array(of: tensor.name).doubles, after.array(of: tensor.name).doubles)
                expectClose(try #require(values.0), try #require(values.1), tensor.name)
            }
        }
    }

    /// A model with everything that a checkpoint keeps.
    private struct Model {
        let graph = Graph(seed: 5)
        let train: Adjoint.Operation
        let loss: Tensor
        let x: Tensor
        let y: Tensor

        init(_ optimizer: some Optimizer) {
            x = graph.placeholder(.float32, shape: [nil, 20], name: "X")
            y = graph.placeholder(.int32, shape: [nil], name: "y")
            let logits = x.dropout(rate: 0.2, training: true)
                .dense(12, activation: .elu, usesBias: false, name: "hidden1")
                .batchNormalization(momentum: 0.9, training: true)
                .dense(5, name: "outputs")
            loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
            train = optimizer.minimize(loss, globalStep: graph.globalStep())
        }
    }

    private func exchange(_ model: Model) throws {
        try withDirectory { directory in
            let session = try Session(model.graph)
            try session.initializeVariables()
            var saver = Saver(model.graph)
            saver.includesRandomState = true
            var paths: [String] = []
            var feeds: [Feeds] = []
            for step in 0..<5 {
                let batch = Formula.batch(step, size: 16, inputs: 20)
                let labels = NDArray(try batch.y.scalars(as: Int32.self).map { $0 % 5 })
                paths.append("\(directory)/feeds-\(step).npz")
                try NPZ.write([("X:0", StoredArray(batch.x)), ("y:0", StoredArray(labels))], to: paths[step])
                feeds.append([model.x: batch.x, model.y: labels])
            }
            _ = try train(session, model.train, model.loss, on: Array(feeds[..<2]))
            let prefix = try saver.save(session, to: directory + "/model.ckpt", globalStep: 2)
            let output = directory + "/theirs.ckpt"
            let response = try TensorFlowOracle.run(
                "exchange.py",
                ["continue", prefix + ".meta", prefix, model.train.name, model.loss.name, output] + paths[2...])
            let theirs = try JSONDecoder().decode(Losses.self, from: Data(response.utf8)).losses

            // TensorFlow read every bit.
            let read = try NPZ(contentsOf: output + ".npz")
            for variable in model.graph.globalVariables {
                let value = try #require(NDArray(read.array(named: variable.name)))
                #expect(value == (try session.value(of: variable)), "\(variable.name)")
            }
            // A new session's random streams begin anew on both sides.
            saver.includesRandomState = false
            let mine = try Session(model.graph)
            try saver.restore(mine, from: prefix)
            expectClose(try train(mine, model.train, model.loss, on: Array(feeds[2...])), theirs, "loss")
            // And what TensorFlow saved comes back.
            let before = try mine.run(model.graph.globalVariables.map(\.value))
            #expect(try saver.restore(mine, from: output).isComplete)
            let after = try mine.run(model.graph.globalVariables.map(\.value))
            for (variable, (before, after)) in zip(model.graph.globalVariables, zip(before, after)) {
                expectClose(try #require(before.doubles), try #require(after.doubles), variable.name)
            }
        }
    }

    @Test func momentumModelsAreTrainedOnInTensorFlow() throws {
        try exchange(Model(Momentum(learningRate: 0.05, momentum: 0.9)))
    }

    @Test func adamModelsAreTrainedOnInTensorFlow() throws { try exchange(Model(Adam(learningRate: 0.01))) }
}
