import Adjoint
import FileTestSupport
import Foundation
import Testing

/// The mistakes that users of TensorFlow 1 make and write about, and what happens here instead.
@Suite struct DocumentedMistakesTests {
    private let graph = Graph(seed: 7)
    private let x: Tensor
    private let images = NDArray((0..<20).map { Float($0 * 7 % 11) }, dimensions: [5, 4])

    init() { x = graph.placeholder(.float32, shape: [nil, 4], name: "X") }

    private func initializedSession() throws -> Session {
        let session = try Session(graph)
        try session.initializeVariables()
        return session
    }

    /// In TensorFlow: the moving averages stay at 0 and 1, and inference is wrong.
    @Test func forgettingTheUpdatesOfBatchNormalization() throws {
        let loss = x.batchNormalization(training: true, name: "norm").dense(1, name: "out").squared().mean()
        let train = GradientDescent(learningRate: 0.1).minimize(loss)
        let session = try initializedSession()
        let averages = try VariableSnapshot(of: graph.globalVariables(in: "norm/moving_"), in: session)
        try session.run(train, feeding: [x: images])
        #expect(try averages.changedVariables(in: session).count == 2)
    }

    /// In TensorFlow: nothing; the weights grow as if there were no regularizer.
    @Test func notUsingTheRegularizationLoss() throws {
        let loss = x.dense(1, kernelRegularizer: .l2(0.1), name: "out").squared().mean()
        _ = GradientDescent(learningRate: 0.1).minimize(loss)
        let finding = try #require(graph.lint().first)
        #expect(finding.kind == .unusedRegularization)
        #expect("\(finding)".contains("DocumentedMistakesTests.swift:"))
        #expect("\(finding)".contains("loss.addingRegularizationLosses()"))
    }

    /// In TensorFlow: `Saver(tf.trainable_variables())` leaves the averages out, and the restored model is wrong.
    @Test func leavingTheStatisticsOfBatchNormalizationOutOfARestore() throws {
        try withTemporaryDirectory { directory in
            let y = x.batchNormalization(training: false, name: "norm").dense(1, name: "out").sum()
            let session = try initializedSession()
            let partial = Saver(graph.trainableVariables)
            let prefix = try partial.save(session, to: directory + "/model.ckpt")

            // Restored into a fresh session, the averages have no value, and the run that needs them says which.
            let fresh = try Session(graph)
            try partial.restore(fresh, from: prefix)
            let error = #expect(throws: GraphError.self) { try fresh.run(y, feeding: [x: images]) }
            #expect(error?.kind == .uninitializedVariables)
            #expect(error?.message.contains("norm/moving_mean") == true)
            // A saver of all variables refuses such a checkpoint, and names what is missing.
            let refusal = #expect(throws: RestoreError.self) { try Saver(graph).restore(fresh, from: prefix) }
            #expect(
                refusal?.plan.missing.map(\.variable).sorted() == ["norm/moving_mean", "norm/moving_variance"])
        }
    }

    /// In TensorFlow: predictions are random, and accuracy is worse than it should be.
    @Test func leavingDropoutOn() throws {
        let hidden = x.dense(8, name: "hidden").dropout(rate: 0.5, training: true, name: "dropout")
        let finding = try #require(graph.lint(inference: [hidden.dense(1, name: "out")]).first)
        #expect(finding.kind == .randomInference)
        #expect(finding.name.hasPrefix("dropout/") && finding.remedy.contains("placeholder"))
    }

    /// In TensorFlow: `FailedPreconditionError: Attempting to use uninitialized value hidden/kernel`, of one variable.
    @Test func usingVariablesThatAreNotInitialized() throws {
        let y = x.dense(3, name: "hidden").dense(1, name: "out")
        let session = try Session(graph)
        let error = #expect(throws: GraphError.self) { try session.run(y, feeding: [x: images]) }
        #expect(error?.message.hasPrefix("4 variables are not initialized") == true)
        #expect(error?.message.contains("'out/bias'") == true)
        #expect(error?.remedy?.contains("initializeVariables()") == true)
        #expect(error?.site.map { "\($0)".contains("DocumentedMistakesTests.swift") } == true)
        // Ops that are added later come with new variables: initializing again leaves the others as they are.
        try session.initializeVariables()
        let before = try VariableSnapshot(of: graph.globalVariables, in: session)
        _ = Adam().minimize(y.mean())
        try session.initializeVariables()
        #expect(try before.changedVariables(in: session).isEmpty)
    }

    /// In TensorFlow: every step takes longer than the one before, until memory ends.
    @Test func addingOpsInALoop() throws {
        let loss = x.dense(1, name: "out").squared().mean()
        let session = try initializedSession()
        for _ in 0..<4 { _ = try session.run(loss.sqrt(), feeding: [x: images]) }
        let finding = try #require(graph.lint().first)
        #expect(finding.kind == .graphGrew && finding.message.contains("3 ops were added here"))
        #expect("\(finding)".contains("DocumentedMistakesTests.swift:"))
    }

    /// In TensorFlow: `ValueError: No gradients provided for any variable`, or `None` somewhere in a list.
    @Test func gradientsThatAreNone() throws {
        let w = graph.getVariable("w", shape: [4, 1])
        let logits = x.multiplied(byMatrix: w.value)
        let predictions = logits.cast(to: .int32, name: "predictions").cast(to: .float32)
        #expect(!GradientDescent(learningRate: 0.1).minimize(predictions.mean()).isValid)
        let mistake = try #require(graph.mistakes.first)
        #expect(mistake.message.contains("no gradient") && mistake.message.contains("its input is int32"))
        #expect(mistake.site.map { "\($0)".contains("DocumentedMistakesTests.swift") } == true)
    }

    /// In TensorFlow: either value, as threads happen to run.
    @Test func aRaceOfTwoAssignments() throws {
        let v = graph.variable(Float(0), isTrainable: false, name: "v")
        let first = v.assign(Float(1), name: "first")
        let second = v.assign(Float(2), name: "second")
        let session = try initializedSession()
        for _ in 0..<3 {
            // Writes that nothing orders happen in the order they were built.
            try session.run(targets: [second.operation, first.operation])
            #expect(try session.value(of: v).scalar(as: Float.self) == 2)
        }
        let finding = try #require(graph.lint(running: [first.operation, second.operation]).first)
        #expect(finding.kind == .unorderedWrites && finding.name == "v")
    }
}
