import Adjoint
import FileTestSupport
import Foundation
import FrozenNetworks
import Testing

@Suite("Feature cache")
struct FeatureCacheTests {
    private let images = FrozenNetwork.images

    private func rows(
        _ network: FrozenNetwork, _ session: Session, _ directory: String, images: NDArray = FrozenNetwork.images,
        byteLimit: Int? = nil
    ) throws -> CachedFeatures {
        try FeatureCache(of: network.hidden2, in: session, directory: directory, byteLimit: byteLimit, batchSize: 16)
            .rows(of: images, fedTo: network.x)
    }

    @Test("rows are the tensor's values, computed once and found again, also by a new session")
    func hit() throws {
        let network = FrozenNetwork()
        let session = try network.session()
        let expected = try session.run(network.hidden2, feeding: [network.x: images])
        try withTemporaryDirectory { directory in
            let cache = try FeatureCache(
                of: network.hidden2, in: session, directory: directory, batchSize: 16)
            #expect(try cache.lookup(of: images, fedTo: network.x) == .miss)
            var reports: [FeatureCache.Progress] = []
            let first = try cache.rows(of: images, fedTo: network.x) { reports.append($0) }
            #expect(first.lookup == .miss && first.computedRowCount == 70 && first.rows == expected)
            #expect(reports.map(\.finishedRows) == [16, 32, 48, 64, 70] && reports[0].rowCount == 70)
            let second = try cache.rows(of: images, fedTo: network.x) { _ in Issue.record("nothing is computed") }
            #expect(second.lookup == .hit && second.computedRowCount == 0 && second.rows == expected)
            #expect(try cache.lookup(of: images, fedTo: network.x) == .hit)

            let again = FrozenNetwork()
            let other = try again.session(threads: 2)
            let third = try rows(again, other, directory)
            #expect(third.lookup == .hit && third.rows == expected)
        }
    }

    @Test("one changed bit of a frozen weight makes the rows stale, and the weight is named")
    func changedWeight() throws {
        let network = FrozenNetwork()
        let session = try network.session()
        try withTemporaryDirectory { directory in
            _ = try rows(network, session, directory)
            for name in ["hidden1/kernel", "hidden1/bias", "hidden2/kernel", "hidden2/bias"] {
                try network.flipBit(of: name, element: 3, in: session)
                let changed = try rows(network, session, directory)
                #expect(changed.lookup == .stale([.weight(name)]))
                #expect(changed.rows == (try session.run(network.hidden2, feeding: [network.x: images])))
                // The file of the former rows is gone.
                #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 1)
            }
            // Weights above the tensor do not matter.
            try network.flipBit(of: "outputs/kernel", element: 0, in: session)
            #expect(try rows(network, session, directory).lookup == .hit)
        }
    }

    @Test("one changed bit of an input makes the rows stale, and its row is named")
    func changedInput() throws {
        let network = FrozenNetwork()
        let session = try network.session()
        try withTemporaryDirectory { directory in
            _ = try rows(network, session, directory)
            var changed = images
            changed.withUnsafeMutableBytes { bytes in
                for row in [0, 41, 69] { bytes[(row * 12 + 5) * 4] ^= 1 }
            }
            let result = try rows(network, session, directory, images: changed)
            #expect(result.lookup == .stale([.inputRows([0, 41, 69])]))
            #expect("\(result.lookup)" == "stale: 3 input rows changed: 0, 41, 69")
            #expect(result.rows == (try session.run(network.hidden2, feeding: [network.x: changed])))
        }
    }

    @Test("another data set has rows of its own; more examples of the same make them stale")
    func otherData() throws {
        let network = FrozenNetwork()
        let session = try network.session()
        try withTemporaryDirectory { directory in
            _ = try rows(network, session, directory)
            var other = images
            other.withUnsafeMutableBytes { bytes in for index in bytes.indices { bytes[index] &= 0x3f } }
            #expect(try rows(network, session, directory, images: other).lookup == .miss)
            #expect(try rows(network, session, directory).lookup == .hit)
            let fewer = try rows(network, session, directory, images: images.rows(0..<40))
            #expect(fewer.lookup == .stale([.inputShape(was: "float32 [70, 12]", now: "float32 [40, 12]")]))
        }
    }

    @Test("a changed op is named, and so is what is fed beside the examples")
    func changedGraph() throws {
        try withTemporaryDirectory { directory in
            let network = FrozenNetwork()
            _ = try rows(network, try network.session(), directory)
            // The same weights under another activation in the first layer.
            let other = FrozenNetwork(frozenActivation: .relu)
            let session = try other.session()
            let cache = try FeatureCache(of: other.hidden2, in: session, directory: directory)
            #expect(try cache.lookup(of: images, fedTo: other.x) == .miss)

            let graph = Graph()
            let x = graph.placeholder(.float32, shape: [nil, 12], name: "X")
            let scale = graph.placeholder(default: 1.0 as Float, name: "scale")
            let scaled = FeatureProbe.scaled(x, by: scale, plus: 1)
            let scaling = try FeatureCache(of: scaled, in: Session(graph), directory: directory)
            #expect(try scaling.rows(of: images, fedTo: x, alsoFeeding: [scale: 2.0]).lookup == .miss)
            #expect(try scaling.rows(of: images, fedTo: x, alsoFeeding: [scale: 2.0]).lookup == .hit)
            let fed = try scaling.rows(of: images, fedTo: x, alsoFeeding: [scale: 3.0])
            #expect(fed.lookup == .stale([.feed("scale:0")]))

            let changed = Graph()
            let input = changed.placeholder(.float32, shape: [nil, 12], name: "X")
            let factor = changed.placeholder(default: 1.0 as Float, name: "scale")
            let result = FeatureProbe.scaled(input, by: factor, plus: 2)
            let rescaling = try FeatureCache(of: result, in: Session(changed), directory: directory)
            let lookup = try rescaling.rows(of: images, fedTo: input, alsoFeeding: [factor: 3.0]).lookup
            #expect(lookup == .stale([.operation("shift")]))
        }
    }

    @Test("random ops, batch statistics and ops with effects are refused by name")
    func refusals() throws {
        try withTemporaryDirectory { directory in
            func error(_ build: (Tensor) -> Tensor) throws -> FeatureCacheError? {
                let graph = Graph(seed: 1)
                let x = graph.placeholder(.float32, shape: [nil, 12], name: "X")
                let tensor = build(x)
                let session = try Session(graph)
                try session.initializeVariables()
                let cache = try FeatureCache(of: tensor, in: session, directory: directory)
                return #expect(throws: FeatureCacheError.self) { try cache.rows(of: images, fedTo: x) }
            }
            let dropout = try error { $0.dense(4, name: "hidden").dropout(training: true, name: "drop").relu() }
            #expect(dropout?.operation?.hasPrefix("drop/") == true && "\(dropout!)".contains("random numbers"))
            let statistics = try error {
                $0.dense(4, name: "hidden").batchNormalization(training: true, name: "norm").relu()
            }
            #expect(statistics?.operation?.hasPrefix("norm/moments/") == true)
            #expect("\(statistics!)".contains("Mean 'norm/moments/mean' gives a row another value"))
            let counting = try error {
                let step = $0.graph.variable(0 as Float, name: "step")
                return $0 * step.assignAdd(1, name: "count")
            }
            #expect(
                counting == .changesFromRunToRun(operation: "count", type: "AssignAdd", isRandom: false))
            #expect(try error { $0.sum() }?.operation == nil)
            // Nothing is left behind.
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        }
    }

    @Test("with their moving averages, batch normalizations are kept, and dropouts that do nothing")
    func inference() throws {
        let graph = Graph(seed: 1)
        let x = graph.placeholder(.float32, shape: [nil, 12], name: "X")
        let tensor = x.dense(4, name: "hidden").batchNormalization(training: false).dropout(training: false).elu()
        let session = try Session(graph)
        try session.initializeVariables()
        try withTemporaryDirectory { directory in
            let cache = try FeatureCache(of: tensor, in: session, directory: directory, batchSize: 7)
            #expect(
                try cache.rows(of: images, fedTo: x).rows == (try session.run(tensor, feeding: [x: images])))
        }
    }

    @Test("what loops and conditionals that a run decides come to is kept; one that mixes rows is refused")
    func controlFlow() throws {
        let graph = Graph(seed: 1)
        let x = graph.placeholder(.float32, shape: [nil, 12], name: "X")
        let w = graph.variable([Float(0.5), -0.25, 2], shape: [3], name: "w").value
        let scaled = cond(w.sum().isGreater(than: graph.constant(Float(0)))) {
            x * 2
        } else: {
            x * 3
        }
        let (outputs, state) = dynamicRNN(BasicRNNCell(3), over: scaled.reshaped(to: [-1, 3, 4]))
        let tensor = outputs.sum(axes: [1]) * w + state.tensors[0]
        let mixed = whileLoop([graph.constant(Int32(0)), x]) {
            $0[0].isLess(than: graph.constant(Int32(3)))
        } do: {
            [$0[0] + 1, $0[1] - $0[1].mean(axes: [0])]
        }
        let hidden = (mixed[1].abs() * -1 - 1).relu()
        let session = try Session(graph)
        try session.initializeVariables()
        try withTemporaryDirectory { directory in
            let cache = try FeatureCache(of: tensor, in: session, directory: directory, batchSize: 7)
            #expect(
                try cache.rows(of: images, fedTo: x).rows == (try session.run(tensor, feeding: [x: images])))
            let refused = try FeatureCache(of: hidden, in: session, directory: directory)
            let error = #expect(throws: FeatureCacheError.self) { try refused.rows(of: images, fedTo: x) }
            #expect(error?.operation == mixed[1].operation.name)
        }
    }

    @Test("bad requests throw")
    func badRequests() throws {
        let network = FrozenNetwork()
        let session = try network.session()
        try withTemporaryDirectory { directory in
            #expect(throws: GraphError.self) {
                try FeatureCache(of: Graph().placeholder(.float32), in: session, directory: directory)
            }
            let cache = try FeatureCache(of: network.hidden2, in: session, directory: directory)
            #expect(throws: FeatureCacheError.self) { try cache.rows(of: NDArray(1 as Float), fedTo: network.x) }
            #expect(throws: GraphError.self) {
                try cache.rows(of: NDArray(zeros: .float32, dimensions: [3, 5]), fedTo: network.x)
            }
            #expect(throws: FeatureCacheError.self) {
                try cache.rows(of: images, fedTo: network.x, alsoFeeding: [network.x: images])
            }
            #expect(throws: FileError.self) {
                try FeatureCache(of: network.hidden2, in: session, directory: "/dev/null/nowhere")
            }
            let none = try cache.rows(of: NDArray(zeros: .float32, dimensions: [0, 12]), fedTo: network.x)
            #expect(none.rows.dimensions == [0, 8] && none.count == 0)
        }
    }

    @Test("the frontier of a training op is the last frozen tensor, with a dropout's random part left outside")
    func frontier() throws {
        let network = FrozenNetwork()
        #expect(try FeatureCache.frozenFrontier(of: network.trainHead, from: network.x) == network.hidden2)

        let graph = Graph(seed: 1)
        let x = graph.placeholder(.float32, shape: [nil, 12], name: "X")
        let hidden1 = x.dense(5, activation: .relu, isTrainable: false, name: "hidden1")
        let dropped = hidden1.dropout(training: true)
        let loss = dropped.dense(3, name: "outputs").squared().mean()
        let training = Momentum(learningRate: 0.1, momentum: 0.9).minimize(loss)
        #expect(try FeatureCache.frozenFrontier(of: training, from: x).name == "dropout/dropout/Mul:0")

        let all = GradientDescent(learningRate: 0.1).minimize(
            x.dense(3, name: "linear").squared().mean(), updating: graph.trainableVariables(in: "linear"))
        let nothing = #expect(throws: GraphError.self) { try FeatureCache.frozenFrontier(of: all, from: x) }
        #expect("\(nothing!)".contains("nothing that follows 'X:0' is frozen"))

        // A second path around the frozen layers.
        let product = hidden1.dense(12, isTrainable: false, name: "wide") + x
        let joined = product.dense(2, name: "joined").sum() + hidden1.dense(2, name: "aside").sum()
        let both = GradientDescent(learningRate: 0.1).minimize(
            joined, updating: graph.trainableVariables(in: "joined|aside"))
        let several = #expect(throws: GraphError.self) { try FeatureCache.frozenFrontier(of: both, from: x) }
        #expect("\(several!)".contains("reads 2 frozen tensors"))
    }
}

extension FeatureCacheError {
    /// The op it names.
    fileprivate var operation: String? {
        switch self {
        case .changesFromRunToRun(let operation, _, _), .dependsOnOtherRows(let operation, _): operation
        default: nil
        }
    }
}

/// A prefix without variables.
enum FeatureProbe {
    static func scaled(_ x: Tensor, by scale: Tensor, plus shift: Float) -> Tensor {
        let graph = x.graph
        return (x * scale).adding(graph.constant(shift, name: "shift"), name: "result")
    }
}
