import Adjoint
import Testing

/// Regularizers and constraints beyond their losses, which Tests/TrainingTests compares with TensorFlow.
@Suite struct RegularizationTests {
    @Test func maxNormKeepsRowsBelowTheThreshold() throws {
        let graph = Graph(seed: 1)
        let x = graph.placeholder(.float32, shape: [nil, 4], name: "x")
        _ = x.dense(30, kernelInitializer: .randomNormal(), kernelRegularizer: .maxNorm(1), name: "hidden1")
        #expect(graph.tensors(in: .maxNorm).map(\.name) == ["hidden1/kernel/Regularizer/max_norm:0"])
        #expect(graph.items(in: .regularizationLosses).isEmpty)
        let session = try Session(graph)
        try session.initializeVariables()
        let norms = graph.trainableVariables[0].value.squared().sum(axes: 1).sqrt()
        #expect(try session.run(norms).doubles!.allSatisfy { $0 > 1 })
        for clip in graph.operations(in: .maxNorm) { try session.run(clip) }
        #expect(try session.run(norms).doubles!.allSatisfy { abs($0 - 1) < 1e-6 })
    }

    @Test func sumsAndPenaltiesAreTensorFlows() throws {
        let graph = Graph()
        let w = graph.getVariable("w", shape: [2], initializer: .constant(NDArray([3, -4] as [Float])))
        let penalty = graph.applyRegularization(.sum([.l1(0.5), .l2(1)]), to: [w, w])
        #expect(penalty.name == "get_regularization_penalty:0")
        #expect(
            penalty.operation.inputs.map(\.name) == [
                "get_regularization_penalty/sum_regularizer:0", "get_regularization_penalty/sum_regularizer_1:0",
            ])
        #expect(graph.tensors(in: .regularizationLosses) == [penalty])
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(penalty).scalar(as: Float.self) == 2 * (3.5 + 25))
        #expect(!graph.applyRegularization(.l1(1), to: []).isValid)
    }

    @Test func aRegularizerOfVariablesIsNoneOfActivations() {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil, 4])
        _ = x.dense(3, activityRegularizer: .maxNorm(1))
        #expect(graph.mistakes.count == 1)
        #expect(graph.items(in: .regularizationLosses).isEmpty)
    }

    @Test func constraintsAreAppliedAfterTheUpdate() throws {
        let graph = Graph()
        let w = graph.getVariable("w", shape: [1], initializer: .constant(0.5), constraint: .nonNegative)
        let step = GradientDescent(learningRate: 1).minimize(w.value)
        let session = try Session(graph)
        try session.initializeVariables()
        try session.run(step)
        #expect(try session.run(w.value).doubles == [0])
    }
}
