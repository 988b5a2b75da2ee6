import Adjoint
import Testing

/// Layers that training leaves as they are.
@Suite struct FreezingTests {
    private let graph = Graph(seed: 3)
    private let x: Tensor
    private let loss: Tensor

    init() {
        x = graph.placeholder(.float32, shape: [nil, 4], name: "X")
        loss = x.dense(6, activation: .tanh, name: "hidden1").batchNormalization(training: true, name: "norm1")
            .dense(5, activation: .tanh, name: "hidden2").batchNormalization(training: true, name: "norm2")
            .dense(2, name: "outputs").squared().mean()
    }

    private func session() throws -> Session {
        let session = try Session(graph)
        try session.initializeVariables()
        return session
    }

    private func feeds(_ step: Int) -> Feeds {
        [x: NDArray((0..<12).map { Float(($0 * 7 + step * 5) % 13) / 13 }, dimensions: [3, 4])]
    }

    @Test func frozenVariablesHaveNoGradientsAndNoSlots() throws {
        let frozen = graph.freeze(in: "hidden1/|norm1/")
        #expect(frozen.count == 6 && graph.frozenVariables == frozen)
        let count = graph.count
        let train = Adam(learningRate: 0.01).minimize(loss)
        try graph.validate()
        #expect(
            graph.unfrozenTrainableVariables.map(\.name) == [
                "hidden2/kernel", "hidden2/bias", "norm2/gamma", "norm2/beta", "outputs/kernel", "outputs/bias",
            ])
        let built = graph.operations[count...].map(\.name)
        #expect(!built.contains { $0.hasPrefix("hidden1/") || $0.hasPrefix("norm1/") })
        // Nothing below the frontier is differentiated: the first layer, its activation, its norm.
        #expect(!built.contains { $0.hasPrefix("gradients/hidden1/") || $0.hasPrefix("gradients/norm1/") })
        #expect(built.contains { $0.hasPrefix("gradients/hidden2/MatMul_grad/") })
        let updates = graph.operations(in: .updateOps)
        #expect(!train.controlInputs.contains(updates[0]) && !train.controlInputs.contains(updates[1]))
        #expect(train.controlInputs.contains(updates[2]) && train.controlInputs.contains(updates[3]))
    }

    @Test func frozenBitsDoNotMove() throws {
        let frozen = graph.freeze(in: /hidden1|norm1/)
        let train = Momentum(learningRate: 0.1).minimize(loss)
        let session = try session()
        let before = try VariableSnapshot(of: frozen, in: session)
        let others = try VariableSnapshot(of: graph.unfrozenTrainableVariables, in: session)
        for step in 0..<5 { try session.run(train, feeding: feeds(step)) }
        #expect(try before.changedVariables(in: session).isEmpty)
        // Behind a batch norm's statistics a bias has no gradient; rounding may leave it as it is or not.
        let changed = try others.changedVariables(in: session).map(\.name)
        #expect(Set(changed).isSuperset(of: ["hidden2/kernel", "norm2/gamma", "norm2/beta", "outputs/kernel"]))
    }

    @Test func unfreezingMakesSlotsLate() throws {
        graph.freeze(in: "hidden1/|norm1/")
        let head = Adam(learningRate: 0.01).minimize(loss)
        let session = try session()
        try session.run(head, feeding: feeds(0))
        let trained = try VariableSnapshot(of: graph.globalVariables, in: session)

        graph.unfreeze(in: "hidden1/|norm1/")
        #expect(graph.frozenVariables.isEmpty)
        let all = GradientDescent(learningRate: 0.01).minimize(loss)
        let momentum = Momentum(learningRate: 0.01).minimize(loss)
        try session.initializeVariables()
        #expect(try trained.changedVariables(in: session).isEmpty)
        #expect(graph.globalVariables.contains { $0.name == "hidden1/kernel/Momentum" })
        try session.run(all, feeding: feeds(1))
        try session.run(momentum, feeding: feeds(2))
        #expect(try trained.changedVariables(in: session).contains { $0.name == "hidden1/kernel" })
    }

    @Test func variablesMadeInAFreezingClosureAreFrozen() {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil, 4])
        let hidden = graph.freezing { x.dense(3, name: "hidden") }
        let loss = hidden.dense(1, name: "outputs").mean()
        #expect(graph.frozenVariables.map(\.name) == ["hidden/kernel", "hidden/bias"])
        let train = GradientDescent(learningRate: 1).minimize(loss)
        #expect(
            train.controlInputs.map(\.name) == [
                "GradientDescent/update_outputs/bias/ApplyGradientDescent",
                "GradientDescent/update_outputs/kernel/ApplyGradientDescent",
            ])
    }

    @Test func contradictionsAreMistakesThatSayWhere() throws {
        graph.freeze(in: "hidden1/")
        #expect(!GradientDescent(learningRate: 1).minimize(loss, updating: graph.trainableVariables).isValid)
        let mistake = try #require(graph.mistakes.first)
        #expect(mistake.message.contains("'hidden1/kernel' is to be updated, but was frozen at FreezingTests.swift:"))
        #expect(mistake.remedy?.contains("unfreeze") == true)
        let empty = Graph()
        #expect(empty.freeze(in: "nothing").isEmpty)
        #expect(empty.mistakes.first?.message.contains("'nothing'") == true)
        let all = Graph()
        let y = all.placeholder(.float32, shape: [nil, 2]).dense(1).mean()
        all.freeze(in: ".*")
        #expect(!GradientDescent(learningRate: 1).minimize(y).isValid)
        #expect(all.mistakes.first?.message.contains("all are frozen") == true)
    }
}
