import Adjoint
import Testing

/// Random ops and initializers with given seeds against TensorFlow, on the first and on later executions.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct RandomStreamTests {
    @Test func streamsAreTensorFlows() throws {
        let graph = Graph(seed: 42)
        var exact: [Tensor] = []
        var close: [Tensor] = []
        for (index, shape) in [[1], [5], [3, 7], [300, 9], [0]].enumerated() {
            for seed in [0, 3, 1 << 33] {
                exact.append(graph.randomUniform(shape: shape, seed: seed, name: "uniform_\(index)_\(seed)"))
                exact.append(
                    graph.randomUniform(shape: shape, dtype: .float64, seed: seed, name: "double_\(index)_\(seed)"))
                exact.append(
                    graph.randomIntegers(
                        shape: shape, in: -5..<1000, dtype: .int64, seed: seed, name: "integer_\(index)_\(seed)"))
                close.append(graph.randomNormal(shape: shape, seed: seed, name: "normal_\(index)_\(seed)"))
                close.append(
                    graph.truncatedNormal(
                        shape: shape, standardDeviation: 0.1, seed: seed, name: "truncated_\(index)_\(seed)"))
            }
        }
        try compare(graph, exact, close, tolerance: 1e-6)
    }

    @Test func initialValuesAreTensorFlows() throws {
        let graph = Graph(seed: 42)
        let initializers: [(String, Initializer)] = [
            ("glorot_uniform", .glorotUniform(seed: 4)), ("glorot_normal", .glorotNormal(seed: 5)),
            ("he_normal", .he(seed: 6)), ("he_uniform", .heUniform(seed: 7)), ("lecun_normal", .lecun(seed: 8)),
            ("lecun_uniform", .lecunUniform(seed: 9)), ("normal", .randomNormal(standardDeviation: 0.02, seed: 1)),
            ("truncated", .truncatedNormal(standardDeviation: 0.1, seed: 2)),
            ("uniform", .randomUniform(from: -1, to: 1, seed: 3)),
        ]
        var values: [Tensor] = []
        for (name, initializer) in initializers {
            let variable = graph.getVariable(name, shape: [40, 30], initializer: initializer)
            values.append(try #require(variable.initialValue))
        }
        try compare(graph, [], values, tolerance: 1e-6)
        let orthogonal = [[4, 3], [3, 5], [20, 20]].enumerated().map { index, shape in
            graph.getVariable("orthogonal_\(index)", shape: shape, initializer: .orthogonal(gain: 1.1, seed: 12))
        }
        try compare(graph, [], orthogonal.compactMap(\.initialValue), tolerance: 1e-5)
    }

    /// Runs the graph three times in one session on either side.
    private func compare(_ graph: Graph, _ exact: [Tensor], _ close: [Tensor], tolerance: Double) throws {
        let fetches = exact + close
        let run = TensorFlowOracle.Run(fetches: fetches.map(\.name))
        let job = TensorFlowOracle.Job(graph: try graph.graphDef(), runs: [run, run, run])
        let theirs = try TensorFlowOracle.run([job])[0].get()
        let session = try Session(graph)
        for (execution, expected) in theirs.enumerated() {
            for (tensor, value) in zip(fetches, try session.run(fetches: fetches)) {
                let other = try #require(expected[tensor.name])
                if exact.contains(tensor) {
                    #expect(value.isBitwiseEqual(to: other), "\(tensor.name), execution \(execution)")
                } else {
                    let difference = zip(value.doubles!, other.doubles!).map { abs($0 - $1) }.max() ?? 0
                    #expect(difference <= tolerance, "\(tensor.name), execution \(execution): \(difference)")
                }
            }
        }
    }
}
