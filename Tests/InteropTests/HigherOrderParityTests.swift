import Adjoint
import Testing

/// Derivatives of second order against those that TensorFlow builds from the same graph.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct HigherOrderParityTests {
    /// A small network with a scalar loss, its input a vector of six.
    private struct Program {
        let graph = Graph()
        let x: Tensor
        let v: Tensor
        let outputs: Tensor
        let loss: Tensor
        let values: [String: NDArray]

        init() {
            x = graph.placeholder(.float64, shape: [6], name: "x")
            v = graph.placeholder(.float64, shape: [6], name: "v")
            let first = graph.constant((0..<30).map { Formula.uniform($0) - 0.5 }, shape: [6, 5])
            let second = graph.constant((0..<20).map { Formula.uniform(1000 + $0) - 0.5 }, shape: [5, 4])
            let hidden = x.reshaped(to: [1, 6]).multiplied(byMatrix: first).tanh()
            outputs = hidden.multiplied(byMatrix: second).elu().reshaped(to: [2, 2])
            loss = (outputs.squared() + outputs.sigmoid()).sum(name: "loss")
            values = [
                x.name: NDArray((0..<6).map { Formula.uniform(2000 + $0) - 0.5 }),
                v.name: NDArray((0..<6).map { Formula.uniform(3000 + $0) - 0.5 }),
            ]
        }
    }

    @Test func hessiansProductsAndJacobiansAgree() throws {
        let program = Program()
        let graph = program.graph
        let gradient = try #require(graph.gradients(of: program.loss, withRespectTo: [program.x])[0])
        let hessian = try #require(graph.hessian(of: program.loss, withRespectTo: program.x))
        let jacobian = try #require(graph.jacobian(of: program.outputs, withRespectTo: program.x))
        let product = try #require(
            graph.hessianVectorProduct(of: program.loss, withRespectTo: [program.x], along: [program.v])[0])
        let own = [hessian, jacobian, product]

        // TensorFlow runs this graph, and differentiates the gradient and each output itself.
        var job = TensorFlowOracle.Job(graph: try graph.graphDef())
        job.gradients = [
            TensorFlowOracle.Gradients(
                name: "product", of: [gradient.name], withRespectTo: [program.x.name], upstream: [program.v.name])
        ]
        job.runs = [
            TensorFlowOracle.Run(feeds: program.values, fetches: own.map(\.name) + ["product:0"])
        ]
        let theirs = try TensorFlowOracle.run([job])[0].get()[0]
        let feeds: Feeds = [
            program.x: try #require(program.values[program.x.name]),
            program.v: try #require(program.values[program.v.name]),
        ]
        let ours = try Session(graph).run(own, feeding: feeds)
        for (tensor, value) in zip(own, ours) {
            try expectEqual(value, try #require(theirs[tensor.name]), tensor.name)
        }
        try expectEqual(ours[2], try #require(theirs["product:0"]), "product")
        #expect(ours[0].dimensions == [6, 6] && ours[1].dimensions == [2, 2, 6])
    }

    private func expectEqual(_ ours: NDArray, _ theirs: NDArray, _ name: String) throws {
        #expect(ours.dimensions == theirs.dimensions)
        let (left, right) = (try #require(ours.doubles), try #require(theirs.doubles))
        let scale = right.map(abs).max() ?? 0
        for (a, b) in zip(left, right) { #expect(abs(a - b) <= 1e-12 * max(1, scale), "\(name): \(a), not \(b)") }
    }
}
