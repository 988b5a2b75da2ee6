import Adjoint
import AdjointCore
import AdjointLayers
import AdjointOperations
import AdjointRuntime
import AdjointTraining
import Testing

/// A small classifier and its training data, both from formulas.
private struct Classifier {
    let graph = Graph(seed: 7)
    let x: Tensor
    let y: Tensor
    let logits: Tensor
    let loss: Tensor
    let train: Operation
    let images: NDArray
    let labels: NDArray

    init(optimizer: some Optimizer, activation: Activation = .relu) {
        let x = graph.placeholder(.float32, shape: [nil, 37], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let logits = graph.nameScope("dnn") {
            x.dense(33, activation: activation, name: "hidden1").dense(17, activation: activation, name: "hidden2")
                .dense(10, name: "outputs")
        }
        let loss = graph.nameScope("loss") { sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss") }
        train = graph.nameScope("train") { optimizer.minimize(loss) }
        (self.x, self.y, self.logits, self.loss) = (x, y, logits, loss)
        images = NDArray((0..<(23 * 37)).map { Float(($0 * 7919) % 257) / 257 }, dimensions: [23, 37])
        labels = NDArray((0..<23).map { Int32(($0 * 31) % 10) })
    }

    /// The variables' values after a few steps.
    func trained(_ options: SessionOptions, fetchingEverything: Bool = false) throws -> [NDArray] {
        let session = try Session(graph, options: options)
        try session.initializeVariables()
        let fetches = fetchingEverything ? intermediates : []
        for _ in 0..<4 {
            try session.run(fetches: fetches, targets: [train], feeding: [x: images, y: labels])
        }
        return try session.run(graph.globalVariables.map(\.value))
    }

    /// Every tensor between the feeds and the loss's gradients that a session can hand out.
    private var intermediates: [Tensor] {
        graph.operations.filter {
            $0.name.hasPrefix("dnn/") || $0.name.hasPrefix("loss/") || $0.name.hasPrefix("train/gradients/")
        }
        .flatMap(\.outputs).filter { !$0.type.isReference }
    }
}

/// Training gives the same bits however it is computed.
@Suite struct LawOfBitsTests {
    private static func bits(_ arrays: [NDArray]) -> [[UInt8]] { arrays.map { $0.withUnsafeBytes { Array($0) } } }

    @Test(arguments: [2, 3, 8]) func threadsDoNotMatter(_ threads: Int) throws {
        let classifier = Classifier(optimizer: GradientDescent(learningRate: 0.1))
        let expected = try classifier.trained(SessionOptions(threadCount: 1))
        #expect(Self.bits(try classifier.trained(SessionOptions(threadCount: threads))) == Self.bits(expected))
    }

    @Test(arguments: [Activation.relu, .elu, .tanh, .sigmoid]) func fusionsDoNotMatter(_ activation: Activation) throws
    {
        let classifier = Classifier(optimizer: Adam(learningRate: 0.01), activation: activation)
        let expected = try classifier.trained(SessionOptions(threadCount: 1))
        var options = SessionOptions(threadCount: 1)
        options.fusesOperations = false
        #expect(Self.bits(try classifier.trained(options)) == Self.bits(expected))
        options.foldsConstants = false
        options.mergesCommonSubexpressions = false
        #expect(Self.bits(try classifier.trained(options)) == Self.bits(expected))
    }

    @Test func fetchingEveryIntermediateDoesNotMatter() throws {
        let classifier = Classifier(optimizer: GradientDescent(learningRate: 0.1))
        let expected = try classifier.trained(SessionOptions(threadCount: 1))
        let all = try classifier.trained(SessionOptions(threadCount: 2), fetchingEverything: true)
        #expect(Self.bits(all) == Self.bits(expected))
    }

    @Test func theBatchAroundARowDoesNotMatter() throws {
        let classifier = Classifier(optimizer: GradientDescent(learningRate: 0.1))
        let session = try Session(classifier.graph, options: SessionOptions(threadCount: 2))
        try session.initializeVariables()
        let whole = try session.run(classifier.logits, feeding: [classifier.x: classifier.images])
        for count in [1, 2, 5, 16, 17, 22] {
            let part = try session.run(classifier.logits, feeding: [classifier.x: classifier.images.rows(0..<count)])
            #expect(part == whole.rows(0..<count))
        }
    }

    @Test func trainingLearns() throws {
        let classifier = Classifier(optimizer: GradientDescent(learningRate: 0.5))
        let session = try Session(classifier.graph)
        try session.initializeVariables()
        let feeds: Feeds = [classifier.x: classifier.images, classifier.y: classifier.labels]
        let before = try session.run(classifier.loss, as: Float.self, feeding: feeds)
        for _ in 0..<30 { try session.run(classifier.train, feeding: feeds) }
        #expect(try session.run(classifier.loss, as: Float.self, feeding: feeds) < before * 0.8)
    }
}
