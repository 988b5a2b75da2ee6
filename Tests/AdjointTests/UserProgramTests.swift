import Adjoint
import Testing

/// Programs as a user writes them, with nothing imported but the library.
@Suite struct UserProgramTests {
    @Test func definingAndTrainingAClassifier() throws {
        let graph = Graph(seed: 42)
        let x = graph.placeholder(.float32, shape: [nil, 20], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")

        let logits = graph.nameScope("dnn") {
            x.dense(30, kernelInitializer: .he, name: "hidden1")
                .elu()
                .dense(10, activation: .relu, kernelRegularizer: .l1(0.001), name: "hidden2")
                .dense(5, name: "outputs")
        }
        let loss = graph.nameScope("loss") {
            sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss").addingRegularizationLosses()
        }
        let train = graph.nameScope("train") { Momentum(learningRate: 0.01, momentum: 0.9).minimize(loss) }
        let accuracy = graph.nameScope("eval") { logits.inTopK(of: y, k: 1).cast(to: .float32).mean() }

        let session = try Session(graph)
        try session.initializeVariables()
        let step = try session.prepare(train, feeding: x, y)
        let images = NDArray((0..<200).map { Float($0 % 17) / 17 }, dimensions: [10, 20])
        let labels = NDArray((0..<10).map { Int32($0 % 5) })
        for _ in 0..<5 { try step(images, labels) }
        let score = try session.run(accuracy, as: Float.self, feeding: [x: images, y: labels])
        #expect((0...1).contains(score))
        #expect(graph.operations(in: .trainOp) == [train])
        #expect(try graph.tensor("dnn/hidden2/Relu:0").shape == [nil, 10])
        #expect(graph.trainableVariables.map(\.name).prefix(2) == ["hidden1/kernel", "hidden1/bias"])
    }

    @Test func trainingAHeadOnly() throws {
        let graph = Graph(seed: 1)
        let x = graph.placeholder(.float32, shape: [nil, 4], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let logits = x.dense(8, activation: .relu, name: "hidden1").dense(3, name: "outputs")
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean()
        let head = graph.trainableVariables(in: /outputs/)
        let trainHead = Adam(learningRate: 0.001).minimize(loss, updating: head)
        #expect(head.map(\.name) == ["outputs/kernel", "outputs/bias"])

        let session = try Session(graph)
        try session.initializeVariables()
        let frozen = try graph.trainableVariables(in: "hidden").map { try session.value(of: $0) }
        let images = NDArray((0..<12).map { Float($0) / 12 }, dimensions: [3, 4])
        try session.run(trainHead, feeding: [x: images, y: NDArray([0, 1, 2] as [Int32])])
        #expect(try graph.trainableVariables(in: "hidden").map { try session.value(of: $0) } == frozen)
    }

    @Test func gradientsAreTensorsLikeAnyOther() throws {
        let graph = Graph()
        let x = graph.placeholder(.float64, shape: .scalar, name: "x")
        let y = x * x * x
        let first = graph.gradients(of: y, withRespectTo: [x])[0]!
        let second = graph.gradients(of: first, withRespectTo: [x])[0]!
        let session = try Session(graph)
        #expect(
            try session.run([y, first, second], feeding: [x: 2.0]).map { try $0.scalar(as: Double.self) } == [
                8, 12, 12,
            ])
    }

    @Test func aMissingGradientIsExplained() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [3], name: "x")
        let z = graph.placeholder(.float32, shape: [3], name: "z")
        let y = (x.stopGradient(name: "cut") * 2).sum()
        #expect(graph.gradients(of: y, withRespectTo: [x, z]) == [nil, nil])
        #expect(graph.missingGradientReason(of: y, withRespectTo: x)?.description.contains("'cut'") == true)
        #expect(
            graph.missingGradientReason(of: y, withRespectTo: z)?.description == "'\(y.name)' does not depend on 'z:0'")
        #expect(graph.missingGradientReason(of: y, withRespectTo: y) == nil)
        try graph.validate()
    }

    @Test func aMistakeShowsBothShapesAndTheirLines() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil, 300], name: "x")
        let w = graph.constant([Float](repeating: 0, count: 1000), shape: [100, 10], name: "w")
        _ = x.multiplied(byMatrix: w, name: "product")
        let text = "\(try #require(graph.mistakes.first))"
        #expect(text.contains("MatMul 'product': inner dimensions differ: [?, 300] × [100, 10]."))
        #expect(text.contains("x:0") && text.contains("made at UserProgramTests.swift:"))
    }
}
