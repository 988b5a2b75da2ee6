import Adjoint
import Testing

/// Which updates of moving averages a training step runs.
@Suite struct UpdateSelectionTests {
    private let graph = Graph(seed: 1)

    /// A network of two layers with a batch norm after the first, and its loss.
    private func network(_ name: String, _ x: Tensor) -> Tensor {
        graph.variableScope(name) {
            x.dense(4, name: "first").batchNormalization(training: true, name: "norm").dense(2, name: "second")
                .squared().mean()
        }
    }

    private func names(_ operations: [Operation]) -> Set<String> { Set(operations.map(\.name)) }

    @Test func aStepRunsTheUpdatesOfItsOwnNetworkOnly() throws {
        // What both share is computed too, so it is not enough to share something.
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "x") / 255
        let (one, two) = (network("one", x), network("two", x))
        let updates = graph.operations(in: .updateOps)
        #expect(updates.count == 4)
        let variables = graph.trainableVariables(in: "one/")
        let step = GradientDescent(learningRate: 0.1).minimize(one, updating: variables)
        let both = GradientDescent(learningRate: 0.1).minimize(one + two)
        try graph.validate()
        #expect(names(step.controlInputs).intersection(names(updates)) == names(Array(updates[..<2])))
        #expect(names(both.controlInputs).isSuperset(of: names(updates)))
    }

    @Test func updatesOfLayersThatAreNotTrainedFallAway() throws {
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "x")
        let loss = x.dense(4, name: "a").batchNormalization(training: true, name: "lower")
            .dense(4, name: "b").batchNormalization(training: true, name: "upper").dense(1, name: "c").mean()
        let updates = graph.operations(in: .updateOps)
        let (lower, upper) = (names(Array(updates[..<2])), names(Array(updates[2...])))
        func attached(_ pattern: String) -> Set<String> {
            let step = GradientDescent(learningRate: 0.1).minimize(
                loss, updating: graph.trainableVariables(in: pattern))
            return names(step.controlInputs).intersection(names(updates))
        }
        #expect(attached("c/") == [])
        // The layer before the upper norm moves, and its statistics with it.
        #expect(attached("b/|c/") == upper)
        #expect(attached("upper/|c/") == upper)
        #expect(attached("lower/|c/") == lower.union(upper))
        #expect(attached("a/") == lower.union(upper))
        try graph.validate()
    }

    @Test func theSelectionCanBeStated() throws {
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "x")
        let (one, two) = (network("one", x), network("two", x))
        let updates = graph.operations(in: .updateOps)
        let optimizer = GradientDescent(learningRate: 0.1)
        let none = optimizer.minimize(one, running: .none)
        let all = optimizer.minimize(one, running: .all)
        let some = optimizer.minimize(two, running: .only([updates[0]]))
        try graph.validate()
        #expect(names(none.controlInputs).isDisjoint(with: names(updates)))
        #expect(names(all.controlInputs).isSuperset(of: names(updates)))
        #expect(names(some.controlInputs).intersection(names(updates)) == [updates[0].name])
    }

    /// Gradients that a program changes by itself reach the updates as the loss does.
    @Test func appliedGradientsRunTheUpdatesToo() throws {
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "x")
        let optimizer = Momentum(learningRate: 0.1)
        let gradients = optimizer.computeGradients(network("one", x))
        let step = optimizer.applyGradients(gradients.map { ($0.gradient.clipped(byNorm: 1), $0.variable) })
        #expect(names(step.controlInputs).isSuperset(of: names(graph.operations(in: .updateOps))))
    }

    @Test func aStepMovesTheAverages() throws {
        let x = graph.placeholder(.float32, shape: [nil, 3], name: "x")
        let train = GradientDescent(learningRate: 0.1).minimize(network("one", x))
        let session = try Session(graph)
        try session.initializeVariables()
        let average = try #require(graph.globalVariables(in: "one/norm/moving_mean").first)
        let before = try session.value(of: average)
        try session.run(train, feeding: [x: NDArray([1, 2, 3, 4, 5, 7] as [Float], dimensions: [2, 3])])
        #expect(try session.value(of: average) != before)
    }
}
