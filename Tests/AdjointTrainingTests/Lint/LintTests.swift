import Adjoint
import Testing

/// What lint reports, and that it keeps quiet about a graph as it should be.
@Suite struct LintTests {
    private let graph = Graph(seed: 5)
    private let x: Tensor

    init() { x = graph.placeholder(.float32, shape: [nil, 4], name: "X") }

    private func findings(inference: [Tensor] = [], running: [Operation] = []) -> [LintFinding] {
        graph.lint(inference: inference, running: running)
    }

    private func minimize(_ loss: Tensor, running updates: UpdateSelection = .reached) -> Operation {
        GradientDescent(learningRate: 0.1).minimize(loss, running: updates)
    }

    @Test func aSoundGraphHasNoFindings() throws {
        let logits = x.dense(3, kernelRegularizer: .l2(0.1), name: "hidden1").dense(2, name: "hidden10")
        _ = minimize(logits.squared().mean().addingRegularizationLosses())
        _ = graph.trainableVariables(in: "hidden1/")
        #expect(findings(inference: [logits]).isEmpty)
    }

    @Test func updatesThatNothingRuns() {
        let loss = x.batchNormalization(training: true, name: "norm").dense(1).mean()
        _ = minimize(loss, running: .none)
        let found = findings()
        #expect(found.map(\.kind) == [.updateNotRun, .updateNotRun])
        #expect(found[0].message.contains("'norm/moving_mean'"))
        #expect(found[0].site.map { "\($0)".contains("LintTests.swift") } == true)
    }

    @Test func regularizationThatNothingUses() {
        let loss = x.dense(1, kernelRegularizer: .l1(0.1), name: "hidden").mean()
        _ = minimize(loss)
        let found = findings()
        #expect(found.map(\.kind) == [.unusedRegularization])
        #expect(found[0].name.hasPrefix("hidden/kernel/Regularizer"))
        #expect("\(found[0])".contains("addingRegularizationLosses"))
    }

    @Test func dropoutLeftOn() {
        let logits = x.dropout(rate: 0.5, training: true, name: "dropout").dense(1)
        let found = findings(inference: [logits])
        #expect(found.map(\.kind) == [.randomInference])
        #expect(found[0].name.hasPrefix("dropout/"))
    }

    @Test func batchNormLeftInTraining() {
        let hidden = x.dense(3, name: "before")
        let logits = hidden.batchNormalization(training: true, name: "norm").dense(1)
        #expect(
            findings(inference: [logits]).map(\.kind) == [
                .trainingStatisticsInInference, .trainingStatisticsInInference,
            ])
        // What stands before the layer does not depend on the batch.
        #expect(findings(inference: [hidden]).isEmpty)
    }

    @Test func variablesThatNoGradientReaches() {
        let lower = x.dense(3, name: "lower")
        _ = graph.getVariable("unused", shape: [2])
        _ = minimize(lower.stopGradient(name: "cut").dense(1, name: "upper").mean())
        let found = findings()
        #expect(found.map(\.kind) == [.cutGradient, .cutGradient, .unreachedVariable])
        #expect(found.map(\.name) == ["lower/kernel", "lower/bias", "unused"])
        #expect(found[0].message.contains("'cut'"))
        // Frozen is meant.
        graph.freeze(in: "lower/|unused")
        #expect(findings().isEmpty)
    }

    @Test func twoWritesInNoOrder() {
        let v = graph.getVariable("v", shape: [], initializer: .zeros, isTrainable: false)
        let first = v.assign(graph.constant(Float(1)), name: "first")
        let second = v.assign(graph.constant(Float(2)), name: "second")
        let found = findings(running: [first.operation, second.operation])
        #expect(found.map(\.kind) == [.unorderedWrites])
        #expect(found[0].name == "v")
        #expect(found[0].message.contains("'first'") && found[0].message.contains("'second'"))
        let third = graph.withControlDependencies(on: [second.operation]) { v.assignAdd(Float(1), name: "third") }
        #expect(findings(running: [second.operation, third.operation]).isEmpty)
    }

    @Test func aPatternThatCatchesASibling() {
        _ = x.dense(3, name: "hidden1")
        _ = x.dense(3, name: "hidden10")
        _ = graph.trainableVariables(in: "hidden1")
        let found = findings()
        #expect(found.map(\.kind) == [.siblingInScope])
        #expect(found[0].name == "hidden1" && found[0].message.contains("'hidden10/kernel'"))
        #expect(found[0].remedy.contains("\"hidden1/\""))
    }

    @Test func aGraphThatGrows() throws {
        let y = x.dense(1, name: "dense").mean()
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(graph.operationCountAtFirstRun == nil)
        let feeds: Feeds = [x: NDArray([1, 2, 3, 4] as [Float], dimensions: [1, 4])]
        _ = try session.run(y, feeding: feeds)
        #expect(findings().isEmpty)
        for _ in 0..<3 { _ = try session.run(y.abs(), feeding: feeds) }
        let found = findings()
        #expect(found.map(\.kind) == [.graphGrew])
        #expect(found[0].message.hasPrefix("3 ops"))
        #expect(found[0].site.map { "\($0)".contains("LintTests.swift") } == true)
    }
}
