import Adjoint
import Testing

@Suite("Checking gradients")
struct GradientCheckTests {
    private let graph = Graph(seed: 3)

    private func session() throws -> Session {
        let session = try Session(graph)
        try session.initializeVariables()
        return session
    }

    @Test("a network's gradients are right, in float32 too, and nothing is left behind")
    func network() throws {
        let x = graph.placeholder(.float32, shape: [nil, 6], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let hidden = x.dense(5, activation: .elu, kernelRegularizer: .l2(0.01), name: "hidden")
            .batchNormalization(training: true)
        let logits = hidden.dense(3, name: "outputs")
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean().addingRegularizationLosses()
        let session = try session()
        let images = NDArray((0..<24).map { Float(($0 * 37) % 23) / 23 - 0.5 }, dimensions: [4, 6])
        let count = graph.count
        let weights = try session.run(graph.trainableVariables.map(\.value))
        let check = try session.checkGradients(
            of: loss, feeding: [x: images, y: NDArray([0, 2, 1, 2] as [Int32])])
        #expect(check.passes, "\(check)")
        #expect(Set(check.entries.map(\.variable)) == Set(graph.trainableVariables.map(\.name)))
        #expect(graph.count == count)
        #expect(try session.run(graph.trainableVariables.map(\.value)) == weights)
    }

    @Test("recurrent networks are checked in their static form; that with tensor arrays is refused by name")
    func recurrentNetworks() throws {
        let x = graph.placeholder(.float32, shape: [nil, 3, 2], name: "X")
        let steps = (0..<3).map { x.sliced(begin: [0, $0, 0], size: [-1, 1, 2]).reshaped(to: [-1, 2]) }
        let unrolled = addN(staticRNN(BasicRNNCell(4), over: steps).outputs).squared().mean()
        let dynamic = dynamicRNN(BasicRNNCell(4), over: x, name: "dynamic").outputs.squared().mean()
        let session = try session()
        let feeds: Feeds = [x: NDArray((0..<12).map { Float(($0 * 7) % 11) / 11 - 0.5 }, dimensions: [2, 3, 2])]
        let variables = graph.trainableVariables(in: "rnn")
        let check = try session.checkGradients(of: unrolled, withRespectTo: variables, feeding: feeds)
        #expect(check.passes && check.entries.count == 2, "\(check)")
        let error = #expect(throws: GraphError.self) { try session.checkGradients(of: dynamic, feeding: feeds) }
        #expect(error?.operationType == "TensorArrayV3" && error?.remedy?.contains("staticRNN") == true)
    }

    @Test("a cut gradient is found, at its variable and its element")
    func cut() throws {
        let right = graph.variable([1, 2, 3] as [Float], shape: [3], name: "right")
        let wrong = graph.variable((1...12).map(Float.init), shape: [3, 4], name: "wrong")
        let mask = (0..<12).map { $0 == 6 ? Float(1) : 0 }
        let hidden = wrong.value.stopGradient().squared() * graph.constant(mask, shape: [3, 4])
        let loss = right.value.squared().sum() + wrong.value.squared().sum() + hidden.sum()
        let check = try session().checkGradients(of: loss)
        #expect(!check.passes)
        #expect(check.worst?.variable == "wrong")
        #expect(check.entries.filter { $0.relativeError > check.tolerance }.count == 1)
        let element = try #require(check.worstElement)
        #expect(element.variable == "wrong" && element.indices == [1, 2])
        #expect(abs(element.analytic - 14) < 1e-6 && abs(element.numeric - 28) < 1e-6)
        #expect("\(check)".contains("worst element: wrong[1, 2]"))
    }

    @Test("a variable that no gradient reaches although the loss depends on it is named with the reason")
    func missing() throws {
        let w = graph.variable([0.5, 2] as [Float], shape: [2], name: "w")
        let v = graph.variable([0.5, 2] as [Float], shape: [2], name: "v")
        let loss = (w.value.stopGradient(name: "cut") * w.value.stopGradient()).sum() + v.value.sum()
        let check = try session().checkGradients(of: loss, withRespectTo: [w, v])
        #expect(check.worst?.variable == "w" && !check.passes)
        #expect(check.worst?.missingGradient?.contains("lets no gradient pass") == true)
    }

    @Test("a loss that draws random numbers is refused by the op's name")
    func random() throws {
        let w = graph.variable([Float](repeating: 1, count: 8), shape: [8], name: "w")
        let dropped = w.value.dropout(training: true, name: "drop").sum()
        let error = #expect(throws: GraphError.self) { try session().checkGradients(of: dropped) }
        #expect(error?.operationName?.hasPrefix("drop/") == true)
        #expect("\(error!)".contains("another value in each run"))
    }

    @Test("an uninitialized variable is refused")
    func uninitialized() throws {
        let w = graph.variable([1] as [Float], shape: [1], name: "w")
        #expect(throws: GraphError.self) {
            try Session(graph).checkGradients(of: w.value.sum(), withRespectTo: [w])
        }
    }
}
