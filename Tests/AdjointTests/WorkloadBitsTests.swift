import Adjoint
import Testing

/// A network with the parts of one of the measured workloads, large enough for several threads.
private struct Workload {
    enum Kind: String, CaseIterable, Sendable {
        case gradientDescent, batchNormalization, dropoutAndMomentum, deepAndClipped, adam, frozenLayers
    }

    let graph = Graph(seed: 11)
    let x: Tensor
    let y: Tensor
    let logits: Tensor
    let train: Operation
    private let images: NDArray
    private let labels: NDArray

    init(_ kind: Kind) {
        let (batch, inputs) = (64, 256)
        x = graph.placeholder(.float32, shape: [nil, inputs], name: "X")
        y = graph.placeholder(.int32, shape: [nil], name: "y")
        var layer = x
        let hidden = kind == .deepAndClipped ? [150, 50, 50, 50] : [190, 70]
        for (index, width) in hidden.enumerated() {
            layer = layer.dense(
                width, isTrainable: kind != .frozenLayers || index > 0, name: "hidden\(index + 1)")
            if kind == .batchNormalization { layer = layer.batchNormalization(training: true, name: "bn\(index + 1)") }
            layer = kind == .batchNormalization ? layer.elu() : layer.relu()
            if kind == .dropoutAndMomentum { layer = layer.dropout(rate: 0.5, training: true) }
        }
        logits = layer.dense(10, name: "outputs")
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        switch kind {
        case .deepAndClipped:
            let optimizer = GradientDescent(learningRate: 0.05)
            train = optimizer.applyGradients(
                optimizer.computeGradients(loss).map { ($0.gradient.clipped(from: -0.01, to: 0.01), $0.variable) })
        case .adam: train = Adam(learningRate: 0.01).minimize(loss)
        case .dropoutAndMomentum, .frozenLayers: train = Momentum(learningRate: 0.05, momentum: 0.9).minimize(loss)
        case .gradientDescent, .batchNormalization: train = GradientDescent(learningRate: 0.05).minimize(loss)
        }
        images = NDArray((0..<(batch * inputs)).map { Float(($0 * 7919) % 257) / 257 }, dimensions: [batch, inputs])
        labels = NDArray((0..<batch).map { Int32(($0 * 31) % 10) })
    }

    /// The bits of all variables after three steps.
    func trained(_ options: SessionOptions, fetchingEverything: Bool = false) throws -> [[UInt8]] {
        let session = try Session(graph, options: options)
        try session.initializeVariables()
        let fetches = fetchingEverything ? graph.operations.filter(Self.isComputedInAStep).flatMap(\.outputs) : []
        for _ in 0..<3 { try session.run(fetches: fetches, targets: [train], feeding: [x: images, y: labels]) }
        return try session.run(graph.globalVariables.map(\.value)).map { $0.withUnsafeBytes { Array($0) } }
    }

    /// Leaves out what belongs to a variable: its initializer and the references to it.
    private static func isComputedInAStep(_ operation: Operation) -> Bool {
        !operation.name.contains("/Initializer/") && operation.outputs.allSatisfy { !$0.type.isReference }
    }
}

/// Every kind of measured workload trains to the same bits however it is computed.
@Suite struct WorkloadBitsTests {
    @Test(arguments: Workload.Kind.allCases.map(\.rawValue)) func bitsDoNotDependOnHow(_ name: String) throws {
        let workload = Workload(try #require(Workload.Kind(rawValue: name)))
        let expected = try workload.trained(SessionOptions(threadCount: 1))
        for threads in [2, 3, 8] {
            #expect(try workload.trained(SessionOptions(threadCount: threads)) == expected, "\(threads) threads")
        }
        var options = SessionOptions(threadCount: 2)
        #expect(try workload.trained(options, fetchingEverything: true) == expected, "everything fetched")
        options.fusesOperations = false
        #expect(try workload.trained(options) == expected, "not fused")
        options.foldsConstants = false
        options.mergesCommonSubexpressions = false
        #expect(try workload.trained(options) == expected, "as the graph stands")
    }
}
