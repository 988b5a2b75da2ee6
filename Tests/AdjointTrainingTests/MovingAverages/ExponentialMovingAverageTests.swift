import Adjoint
import Testing

/// Averages of weights; the goldens of training compare them with TensorFlow.
@Suite struct ExponentialMovingAverageTests {
    @Test func namesAndCollections() throws {
        let graph = Graph()
        let w = graph.getVariable("layer/w", shape: [2], initializer: .ones)
        let other = graph.getVariable("other", shape: [], initializer: .zeros, isTrainable: false)
        let averages = ExponentialMovingAverage(decay: 0.9)
        #expect(averages.average(of: w) == nil)
        #expect(averages.averageName(of: w) == "layer/w/ExponentialMovingAverage")
        let update = averages.apply(to: [w])
        try graph.validate()
        let average = try #require(averages.average(of: w))
        #expect(average.name == "layer/w/ExponentialMovingAverage" && !average.isTrainable)
        #expect(update.name == "ExponentialMovingAverage" && update.type == "NoOp")
        #expect(graph.variables(in: .movingAverageVariables) == [w])
        #expect(
            averages.variablesToRestore(in: graph) == ["layer/w/ExponentialMovingAverage": w, "other": other])
        // Averages that are there are updated, not made again.
        averages.apply(to: [w])
        #expect(graph.globalVariables.count == 3)
    }

    @Test func averagesFollowTheirVariables() throws {
        let graph = Graph()
        let w = graph.variable(Float(1), name: "w")
        let averages = ExponentialMovingAverage(decay: 0.75)
        let write = w.assign(Float(5))
        let update = graph.withControlDependencies(on: [write.operation]) { averages.apply(to: [w]) }
        let session = try Session(graph)
        try session.initializeVariables()
        try session.run(update)
        #expect(try session.value(of: try #require(averages.average(of: w))).scalar(as: Float.self) == 2)
    }

    @Test("an average starts from the value that its variable has, as TensorFlow's does")
    func averagesOfRestoredVariables() throws {
        let graph = Graph()
        let w = graph.variable([Float(1), 2], name: "w")
        let averages = ExponentialMovingAverage(decay: 0.5)
        averages.apply(to: [w])
        let average = try #require(averages.average(of: w))
        let restored = try Session(graph)
        try restored.assign(NDArray([Float(5), 6]), to: w)
        try restored.initializeVariables()
        #expect(try restored.value(of: average).doubles == [5, 6])
        let fresh = try Session(graph)
        try fresh.initializeVariables()
        #expect(try fresh.value(of: average).doubles == [1, 2])
        #expect(try graph.operation("cond/Merge").type == "Merge")
    }

    @Test func theStartFromZeroIsCorrected() throws {
        let graph = Graph()
        let x = graph.placeholder(.float64, shape: [2], name: "x")
        let averages = ExponentialMovingAverage(decay: 0.5)
        let update = averages.apply(to: [x])
        let session = try Session(graph)
        try session.initializeVariables()
        let average = try #require(averages.average(of: x))
        try session.run(update, feeding: [x: NDArray([3.0, -1])])
        #expect(try session.value(of: average).scalars(as: Double.self) == [3, -1])
        try session.run(update, feeding: [x: NDArray([6.0, -1])])
        #expect(try session.value(of: average).scalars(as: Double.self) == [5, -1])
        #expect(!ExponentialMovingAverage(decay: 0.5).apply(to: [graph.placeholder(.float32, shape: [nil])]).isValid)
    }
}
