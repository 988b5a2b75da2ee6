import AdjointCore
import AdjointOperations
import AdjointTraining
import Testing

/// The expected names and wiring were read off TensorFlow 2.21's `tf.compat.v1`.
@Suite struct OptimizerTests {
    /// Two variables and a loss that depends on both.
    private struct Model {
        let graph = Graph()
        let w: Variable
        let b: Variable
        let loss: Tensor

        init() {
            (w, b) = graph.variableScope("a") { [graph] in
                (graph.getVariable("w", shape: [3, 2]), graph.getVariable("b", shape: [2], initializer: .zeros))
            }
            loss = (w + b).sum(name: "loss")
        }

        /// Names of nodes that are not part of the gradient subgraph, from a point on.
        func names(since count: Int) -> [String] {
            graph.operations[count...].map(\.name).filter { !$0.contains("gradients/") }
        }
    }

    private func inputs(_ graph: Graph, _ name: String) throws -> [String] {
        try graph.operation(name).inputs.map(\.operation.name)
    }

    @Test func gradientDescentBuildsTensorFlowsNodes() throws {
        let model = Model()
        let count = model.graph.count
        let train = model.graph.nameScope("train") { GradientDescent(learningRate: 0.1).minimize(model.loss) }
        try model.graph.validate()
        #expect(
            model.names(since: count) == [
                "train/GradientDescent/learning_rate", "train/GradientDescent/update_a/w/ApplyGradientDescent",
                "train/GradientDescent/update_a/b/ApplyGradientDescent", "train/GradientDescent",
            ])
        #expect(train.name == "train/GradientDescent" && train.type == "NoOp")
        #expect(
            train.controlInputs.map(\.name) == [
                "train/GradientDescent/update_a/b/ApplyGradientDescent",
                "train/GradientDescent/update_a/w/ApplyGradientDescent",
            ])
        #expect(train.controlInputs.map(\.colocationRoot) == ["a/b", "a/w"])
        #expect(
            try inputs(model.graph, "train/GradientDescent/update_a/w/ApplyGradientDescent") == [
                "a/w", "train/GradientDescent/learning_rate", "train/gradients/add_grad/tuple/control_dependency",
            ])
        #expect(model.graph.operations(in: .trainOp) == [train])
    }

    @Test func aGlobalStepIsCountedLast() throws {
        let model = Model()
        let step = model.graph.globalStep()
        #expect(model.graph.globalStep() == step)
        #expect(step.initialValue?.name == "global_step/Initializer/zeros:0")
        let train = model.graph.nameScope("train") {
            GradientDescent(learningRate: 0.1).minimize(model.loss, globalStep: step)
        }
        try model.graph.validate()
        #expect(train.name == "train/GradientDescent" && train.type == "AssignAdd")
        #expect(train.inputs.map(\.operation.name) == ["global_step", "train/GradientDescent/value"])
        #expect(train.inputs[1].operation.controlInputs.map(\.name) == ["train/GradientDescent/update"])
        #expect(train.controlInputs.isEmpty)
    }

    @Test func slotsAreNamedByTheirVariable() throws {
        let model = Model()
        model.graph.nameScope("train") { _ = Momentum(learningRate: 0.1).minimize(model.loss) }
        try model.graph.validate()
        let slot = try model.graph.operation("a/w/Momentum")
        #expect(slot.colocationRoot == "a/w")
        #expect(try inputs(model.graph, "a/w/Momentum/Assign") == ["a/w/Momentum", "a/w/Momentum/Initializer/zeros"])
        #expect(
            try inputs(model.graph, "train/Momentum/update_a/w/ApplyMomentum") == [
                "a/w", "a/w/Momentum", "train/Momentum/learning_rate",
                "train/gradients/add_grad/tuple/control_dependency", "train/Momentum/momentum",
            ])
        #expect(model.graph.globalVariables.map(\.name) == ["a/w", "a/b", "a/w/Momentum", "a/b/Momentum"])
        #expect(model.graph.trainableVariables.map(\.name) == ["a/w", "a/b"])
    }

    @Test func adamKeepsItsPowersAndASecondOneItsOwnSlots() throws {
        let model = Model()
        for _ in 0..<2 { model.graph.nameScope("train") { _ = Adam().minimize(model.loss) } }
        try model.graph.validate()
        #expect(
            model.graph.globalVariables.map(\.name) == [
                "a/w", "a/b", "train/beta1_power", "train/beta2_power", "a/w/Adam", "a/w/Adam_1", "a/b/Adam",
                "a/b/Adam_1", "train_1/beta1_power", "train_1/beta2_power", "a/w/Adam_2", "a/w/Adam_3", "a/b/Adam_2",
                "a/b/Adam_3",
            ])
        #expect(try model.graph.operation("train/beta1_power").colocationRoot == "a/b")
        let product = try model.graph.operation("train/Adam/mul")
        #expect(
            product.controlInputs.map(\.name) == [
                "train/Adam/update_a/w/ApplyAdam", "train/Adam/update_a/b/ApplyAdam",
            ])
        #expect(
            try model.graph.operation("train/Adam").controlInputs.map(\.name) == [
                "train/Adam/Assign", "train/Adam/Assign_1", "train/Adam/update_a/b/ApplyAdam",
                "train/Adam/update_a/w/ApplyAdam",
            ])
    }

    @Test func theTrainingOpRunsTheUpdates() throws {
        let model = Model()
        let average = model.graph.getVariable("average", shape: [], isTrainable: false)
        let update = average.assignSub(Float(0.5))
        model.graph.add(update, to: .updateOps)
        let train = GradientDescent(learningRate: 0.1).minimize(model.loss)
        #expect(train.controlInputs.contains(update.operation))
    }

    @Test func onlyTheGivenVariablesAreUpdated() throws {
        let model = Model()
        let train = GradientDescent(learningRate: 0.1).minimize(model.loss, updating: [model.b], name: "head")
        #expect(train.name == "head")
        #expect(train.controlInputs.map(\.name) == ["head/update_a/b/ApplyGradientDescent"])
    }

    @Test func gradientsCanBeChangedBeforeTheyAreApplied() throws {
        let model = Model()
        let gradients = Momentum(learningRate: 0.1).computeGradients(model.loss)
        #expect(gradients.map(\.variable) == [model.w, model.b])
        let halved = gradients.map { ($0.gradient * 0.5, $0.variable) }
        let train = Momentum(learningRate: 0.1).applyGradients(halved)
        try model.graph.validate()
        #expect(train.name == "Momentum")
    }

    @Test func aRateCanBeATensorAndIsCastToTheVariable() throws {
        let graph = Graph()
        let rate = graph.placeholder(.float32, shape: [], name: "rate")
        let w = graph.getVariable("w", shape: [2], dtype: .float64)
        _ = GradientDescent(learningRate: rate).minimize((w * w).sum())
        try graph.validate()
        let update = try graph.operation("GradientDescent/update_w/ApplyGradientDescent")
        #expect(update.inputs[1].operation.name == "GradientDescent/update_w/Cast")
        #expect(update.inputs[1].operation.inputs == [rate])
    }

    @Test func aLossWithoutVariablesIsAMistakeThatSaysWhy() {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [2], name: "x")
        #expect(!GradientDescent(learningRate: 0.1).minimize(x.sum()).isValid)
        #expect(graph.mistakes.first?.message.contains("no variables") == true)
        let v = graph.getVariable("v", shape: [2])
        #expect(!GradientDescent(learningRate: 0.1).minimize(x.sum(), updating: [v]).isValid)
        #expect(graph.mistakes.last?.message.contains("does not depend on 'v:0'") == true)
    }
}
