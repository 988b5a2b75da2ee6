import Adjoint
import FileTestSupport
import Foundation
import Testing

/// Checkpoints and graphs that go from here to TensorFlow, are trained on there, and come back; and the other way round.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct CheckpointExchangeTests {
    @Test(
        arguments: [
            "momentum", "adam", "switched", "loop", "stranger", "sharded", "partitioned", "partitioned and sharded",
            "first format", "first format, partitioned", "first format, sharded",
        ])
    func tensorFlowsModelsGoThereAndBack(kind: String) throws {
        try withTemporaryDirectory { directory in
            let theirs = try Exchange.Facts(making: kind, in: directory)
            let model = try Graph.importing(theirs.metaGraphPath)
            let saver = try #require(model.saver)
            let session = try Session(model.graph)
            let plan = try saver.restore(session, from: theirs.prefix)
            #expect(plan.isComplete && plan.unused.isEmpty && plan.leftAlone.isEmpty)

            // Saved again by the saver that came with it, TensorFlow restores it with the ops of that saver.
            let exchange = Exchange(
                session, train: try model.graph.operation(theirs.train), loss: try model.graph.tensor(theirs.loss),
                feeds: try theirs.feeds(of: model.graph), directory: directory)
            let prefix = try saver.save(session, to: directory + "/again.ckpt", globalStep: 5)
            let read = try exchange.continueInTensorFlow(from: prefix)
            try exchange.expectSameBits(read)
            Exchange.expectClose(read.losses, theirs.losses, "TensorFlow's loss")
            if saver.definition.sharded {
                // The saver's own ops, run here, write as many files as it has shards.
                let (file, saved) = (saver.definition.filenameTensorName, saver.definition.saveTensorName)
                let own = try session.run(
                    model.graph.tensor(saved), feeding: [model.graph.tensor(file): directory + "/own.ckpt"])
                let read = try exchange.continueInTensorFlow(
                    from: own.strings[0].description, metaGraphPath: prefix + ".meta")
                try exchange.expectSameBits(read)
                let files = try FileManager.default.contentsOfDirectory(atPath: directory)
                #expect(files.count { $0.contains(/^own\.ckpt(\.data)?-\d{5}-of-\d{5}$/) } > 2, "\(files)")
            }

            Exchange.expectClose(try exchange.trainOn(), theirs.losses, "loss")
            try exchange.expectClose(read)
            let after = try Checkpoint.open(theirs.after)
            let mine = try Checkpoint.open(saver.save(session, to: directory + "/mine.ckpt"))
            #expect(mine.tensors.filter { !$0.name.hasPrefix("_adjoint/") } == after.tensors)
            for tensor in after.tensors {
                let values = try (mine.array(of: tensor.name).doubles, after.array(of: tensor.name).doubles)
                Exchange.expectClose(try #require(values.0), try #require(values.1), tensor.name)
            }
            // What TensorFlow saved comes back; and a saver made here, in the grown graph, is as good as theirs.
            #expect(try saver.restore(session, from: read.prefix).isComplete)
            let second = try Saver(model.graph).save(session, to: directory + "/second.ckpt")
            let again = try exchange.continueInTensorFlow(from: second)
            try exchange.expectSameBits(again)
            // A new session, because there too the random streams begin anew.
            let later = exchange.with(try Session(model.graph))
            var ownSaver = saver
            ownSaver.includesRandomState = false
            try ownSaver.restore(later.session, from: second)
            Exchange.expectClose(try later.trainOn(), again.losses, "loss later on")
        }
    }

    /// What a model built here consists of.
    private struct Model {
        let graph = Graph(seed: 5)
        let train: Adjoint.Operation
        let loss: Tensor
        let x: Tensor
        let y: Tensor
        let training: Tensor

        init(_ optimizer: some Optimizer, logits: (_ x: Tensor, _ training: Tensor) -> Tensor) {
            x = graph.placeholder(.float32, shape: [nil, 20], name: "X")
            y = graph.placeholder(.int32, shape: [nil], name: "y")
            training = graph.placeholder(default: false, name: "training")
            loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits(x, training)).mean(name: "loss")
            train = optimizer.minimize(loss, globalStep: graph.globalStep())
        }

        /// Batch normalization and dropout.
        static func perceptron(_ optimizer: some Optimizer, trainsAlways: Bool = false) -> Model {
            func logits(_ x: Tensor, _ training: some TrainingFlag) -> Tensor {
                x.dropout(rate: 0.2, training: training)
                    .dense(12, activation: .elu, usesBias: false, name: "hidden1")
                    .batchNormalization(momentum: 0.9, training: training)
                    .dense(5, name: "outputs")
            }
            return Model(optimizer) { trainsAlways ? logits($0, true) : logits($0, $1) }
        }

        /// A while loop whose body reads a weight, and holds a conditional.
        static func loop(_ optimizer: some Optimizer) -> Model {
            Model(optimizer) { x, _ in
                let weight = x.graph.getVariable(
                    "weight", shape: [20, 20], initializer: .truncatedNormal(standardDeviation: 0.2))
                let variables = whileLoop([x.graph.constant(Int32(0)), x]) { variables in
                    variables[0] .< 3
                } do: { variables in
                    let product = matmul(variables[1], weight.value) + x
                    let next = cond(variables[0] .> 0) {
                        product.tanh()
                    } else: {
                        product.elu()
                    }
                    return [variables[0] + 1, next]
                }
                return variables[1].dense(5, name: "outputs")
            }
        }

        /// A recurrent layer.
        static func recurrent(_ optimizer: some Optimizer) -> Model {
            Model(optimizer) { x, _ in
                let states = dynamicRNN(BasicLSTMCell(6), over: x.reshaped(to: [-1, 5, 4])).outputs
                return states.sum(axes: 1).dense(5, name: "outputs")
            }
        }
    }

    private static let models: [(name: String, make: @Sendable () -> Model)] = [
        ("momentum", { .perceptron(Momentum(learningRate: 0.05, momentum: 0.9), trainsAlways: true) }),
        ("adam", { .perceptron(Adam(learningRate: 0.01), trainsAlways: true) }),
        ("switched", { .perceptron(Adam(learningRate: 0.01)) }),
        ("loop", { .loop(Adam(learningRate: 0.01)) }),
        ("recurrent", { .recurrent(RMSProp(learningRate: 0.01, momentum: 0.5)) }),
    ]

    @Test(arguments: models.map(\.name))
    func modelsFromHereAreTrainedOnInTensorFlow(name: String) throws {
        let model = try #require(Self.models.first { $0.name == name }).make()
        try withTemporaryDirectory { directory in
            let session = try Session(model.graph)
            try session.initializeVariables()
            var saver = Saver(model.graph)
            saver.includesRandomState = true
            let feeds: [Feeds] = try (0..<5).map { step in
                let batch = Formula.batch(step, size: 16, inputs: 20)
                let labels = NDArray(try batch.y.scalars(as: Int32.self).map { $0 % 5 })
                return [model.x: batch.x, model.y: labels, model.training: NDArray(true)]
            }
            let exchange = Exchange(
                session, train: model.train, loss: model.loss, feeds: Array(feeds[2...]), directory: directory)
            _ = try exchange.train(on: feeds[..<2])
            let prefix = try saver.save(session, to: directory + "/model.ckpt", globalStep: 2)
            let read = try exchange.continueInTensorFlow(from: prefix)
            try exchange.expectSameBits(read)

            // A new session's random streams begin anew on both sides.
            saver.includesRandomState = false
            let mine = try Session(model.graph)
            try saver.restore(mine, from: prefix)
            let second = exchange.with(mine)
            Exchange.expectClose(try second.trainOn(), read.losses, "loss")
            // And what TensorFlow saved comes back.
            try second.expectClose(read)
            #expect(try saver.restore(mine, from: read.prefix).isComplete)
            try second.expectSameBits(read, after: true)
        }
    }

    @Test("a stranger's lower layers under a new head, trained here, opened in TensorFlow")
    func lowerLayersAreReused() throws {
        try withTemporaryDirectory { directory in
            // What the stranger left: a graph, a checkpoint, and names.
            let theirs = try Exchange.Facts(making: "stranger", in: directory)
            let model = try Graph.importing(theirs.metaGraphPath)
            let graph = model.graph
            let old = graph.globalVariables

            let hidden3 = try graph.tensor("dnn/hidden3/Relu:0")
            let y = try graph.tensor("y:0")
            let logits = graph.nameScope("new_dnn") {
                hidden3.dense(8, activation: .relu, name: "new_hidden4").dense(5, name: "new_outputs")
            }
            let loss = graph.nameScope("new_loss") {
                sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
            }
            let head = graph.trainableVariables(in: "new_")
            #expect(
                head.map(\.name).sorted() == [
                    "new_hidden4/bias", "new_hidden4/kernel", "new_outputs/bias", "new_outputs/kernel",
                ])
            let train = graph.nameScope("new_train") {
                Momentum(learningRate: 0.1, momentum: 0.9).minimize(loss, updating: head)
            }

            let session = try Session(graph)
            try session.initializeVariables()
            let plan = try #require(model.saver).restore(session, from: theirs.prefix)
            #expect(plan.isComplete && Set(head.map(\.name)).isSubset(of: plan.leftAlone))
            let restored = try session.run(old.map(\.value))
            let feeds = try theirs.feeds(of: graph)
            let exchange = Exchange(session, train: train, loss: loss, feeds: feeds, directory: directory)
            let losses = try exchange.train(on: feeds + feeds + feeds)
            #expect(losses.last! < losses.first!)
            #expect(try session.run(old.map(\.value)) == restored)

            // A second saver, for all of it; TensorFlow takes over.
            let prefix = try Saver(graph).save(session, to: directory + "/my_new_model_final.ckpt")
            let read = try exchange.continueInTensorFlow(from: prefix, fetching: [logits.name, hidden3.name])
            try exchange.expectSameBits(read)
            for tensor in [logits, hidden3] {
                let mine = try session.run(tensor, feeding: feeds[0])
                Exchange.expectClose(
                    try #require(mine.doubles), try #require(read.fetched[tensor.name]?.doubles), tensor.name)
            }
            Exchange.expectClose(try exchange.trainOn(), read.losses, "loss")
            try exchange.expectClose(read)
            // There too only the head was trained.
            for (variable, value) in zip(old, restored) {
                #expect(read.after[variable.name] == value, "\(variable.name)")
            }
            for variable in head { #expect(read.after[variable.name] != read.variables[variable.name]) }
        }
    }
}
