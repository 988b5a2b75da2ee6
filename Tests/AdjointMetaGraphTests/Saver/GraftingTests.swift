import Adjoint
import FileTestSupport
import Testing

/// The lower layers of a stranger's model under a new head.
@Suite struct GraftingTests {
    private let files = SimulatedFileSystem()
    private let images = NDArray((0..<80).map { Float($0 % 13) / 13 }, dimensions: [8, 10])
    private let labels = NDArray((0..<8).map { Int32($0 % 3) })

    /// Trains a model and saves it.
    private func saveModel() throws {
        let graph = Graph(seed: 2)
        let x = graph.placeholder(.float32, shape: [nil, 10], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let logits = graph.nameScope("dnn") {
            x.dense(9, activation: .relu, name: "hidden1").dense(8, activation: .relu, name: "hidden2")
                .dense(5, name: "outputs")
        }
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        let train = Momentum(learningRate: 0.1, momentum: 0.9).minimize(loss)
        let session = try Session(graph)
        try session.initializeVariables()
        for _ in 0..<3 { try session.run(train, feeding: [x: images, y: labels]) }
        try Saver(graph).save(session, to: "old.ckpt", fileSystem: files)
    }

    @Test func aNewHeadOnOldLayers() throws {
        try saveModel()
        let model = try Graph.importing("old.ckpt.meta", fileSystem: files)
        let graph = model.graph
        let x = try graph.tensor("X:0")
        let y = graph.placeholder(.int32, shape: [nil], name: "new_y")
        let hidden2 = try graph.tensor("dnn/hidden2/Relu:0")
        let logits = hidden2.dense(6, activation: .relu, name: "new_hidden3").dense(3, name: "new_outputs")
        let loss = graph.nameScope("new_loss") {
            sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        }
        let head = graph.trainableVariables(in: /new_/)
        #expect(head.count == 4)
        let train = graph.nameScope("new_train") { Adam(learningRate: 0.01).minimize(loss, updating: head) }

        let session = try Session(graph)
        try session.initializeVariables()
        let plan = try #require(model.saver).restore(session, from: "old.ckpt", fileSystem: files)
        #expect(plan.leftAlone.contains("new_outputs/kernel"))
        let frozen = graph.globalVariables(in: /hidden|outputs/)
        let before = try session.run(frozen.map(\.value))
        let headBefore = try session.run(head.map(\.value))
        let feeds: Feeds = [x: images, y: labels]
        let firstLoss = try session.run(loss, as: Float.self, feeding: feeds)
        for _ in 0..<20 { try session.run(train, feeding: feeds) }
        #expect(try session.run(loss, as: Float.self, feeding: feeds) < firstLoss)
        #expect(try session.run(frozen.map(\.value)) == before)
        #expect(try session.run(head.map(\.value)) != headBefore)

        // Saved with a second saver, everything comes back, slots of the head included.
        try Saver(graph).save(session, to: "new.ckpt", fileSystem: files)
        let again = try Graph.importing("new.ckpt.meta", fileSystem: files)
        let reopened = try Session(again.graph)
        let second = try #require(again.saver).restore(reopened, from: "new.ckpt", fileSystem: files)
        #expect(second.isComplete && second.leftAlone.isEmpty)
        #expect(second.restored.contains { $0.variable == "new_outputs/kernel/Adam_1" })
        let (newX, newY) = try (again.graph.tensor("X"), again.graph.tensor("new_y"))
        #expect(
            try reopened.run(again.graph.tensor("new_loss/loss"), feeding: [newX: images, newY: labels])
                == session.run(loss, feeding: feeds))
        // Both go on as one.
        try session.run(train, feeding: feeds)
        try reopened.run(again.graph.operation(train.name), feeding: [newX: images, newY: labels])
        for variable in graph.globalVariables {
            let value = try reopened.run(again.graph.tensor(variable.value.name))
            #expect(value == (try session.value(of: variable)), "\(variable.name)")
        }
    }
}
