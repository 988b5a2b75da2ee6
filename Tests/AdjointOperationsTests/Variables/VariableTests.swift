import AdjointCore
import AdjointOperations
import Testing

/// The expected nodes were read off TensorFlow 2.21's `tf.compat.v1` with reference variables.
@Suite struct VariableTests {
    private func location(_ operation: Operation) -> String { operation.colocationRoot }

    @Test func getVariableBuildsTensorFlowsNodesInItsOrder() throws {
        let graph = Graph()
        let w = graph.variableScope("a") { graph.getVariable("w", shape: [2, 3], initializer: .zeros) }
        #expect(
            graph.operations.map { "\($0.name) = \($0.type)" } == [
                "a/w/Initializer/zeros = Const", "a/w = VariableV2", "a/w/Assign = Assign", "a/w/read = Identity",
            ])
        #expect(graph.operations.allSatisfy { location($0) == "a/w" })
        #expect(w.reference.type == TensorType(.float32, [2, 3], isReference: true))
        #expect(w.value.type == TensorType(.float32, [2, 3]))
        #expect(w.initializer.attributes["use_locking"] == .bool(true))
        #expect(w.initializer.attributes["validate_shape"] == .bool(true))
    }

    @Test func aValueBecomesAConstantThatLivesByItself() throws {
        let graph = Graph()
        let v = graph.variable([1, 2] as [Float])
        #expect(
            graph.operations.map(\.name) == [
                "Variable/initial_value", "Variable", "Variable/Assign", "Variable/read",
            ])
        #expect(graph.operations.map { $0.attributes["_class"] != nil } == [false, false, true, true])
        #expect(graph.variable(Float(0)).name == "Variable_1")
        #expect(v.initialValue?.dtype == .float32)
        let fromTensor = graph.variable(v.value + 1, name: "copy")
        #expect(fromTensor.initializer.inputs[1].name == "add:0")
    }

    @Test func variablesAreBuiltOutsideControlDependencies() throws {
        let graph = Graph()
        let first = graph.constant(Float(1))
        graph.withControlDependencies(on: [first.operation]) {
            let w = graph.getVariable("w", shape: [2])
            #expect(w.initializer.controlInputs.isEmpty)
            #expect(w.initialValue?.operation.controlInputs.isEmpty == true)
        }
    }

    @Test func collectionsHoldVariablesInOrder() {
        let graph = Graph()
        let a = graph.getVariable("hidden1/kernel", shape: [2])
        let b = graph.getVariable("hidden2/kernel", shape: [2], isTrainable: false)
        let c = graph.getVariable("outputs/kernel", shape: [2], collections: [.localVariables])
        #expect(graph.globalVariables == [a, b])
        #expect(graph.trainableVariables == [a, c])
        #expect(graph.variables(in: .localVariables) == [c])
        #expect(graph.graphVariables(in: .globalVariables).map(\.reference) == [a.reference, b.reference])
    }

    @Test func patternsMatchFromTheStartOfANameAndNotToItsEnd() {
        let graph = Graph()
        let variables = ["hidden1/kernel", "hidden3/kernel", "hidden4/bias", "outputs/kernel"].map {
            graph.getVariable($0, shape: [2])
        }
        #expect(graph.trainableVariables(in: "hidden[34]|outputs") == Array(variables[1...]))
        #expect(graph.trainableVariables(in: /hidden[34]|outputs/) == Array(variables[1...]))
        #expect(graph.globalVariables(in: "kernel").isEmpty)
        #expect(graph.globalVariables(in: /hidden1\/kernel$/) == [variables[0]])
        #expect(graph.globalVariables(in: "hidden1/kernel:0$") == [variables[0]])
        #expect(graph.globalVariables(in: "") == variables)
        #expect(graph.mistakes.isEmpty)
        #expect(graph.globalVariables(in: "(").isEmpty)
        #expect(graph.mistakes.count == 1)
    }

    @Test func initializersRunInOneOp() {
        let graph = Graph()
        let names = ["b", "a"].map { graph.getVariable($0, shape: [1], initializer: .zeros).initializer.name }
        let initializer = graph.variablesInitializer()
        #expect(initializer.name == "init" && initializer.type == "NoOp")
        #expect(initializer.controlInputs.map(\.name) == names.sorted())
        #expect(graph.variablesInitializer([]).name == "init_1")
    }

    @Test func writesTakeTheReferenceAndLiveWithIt() throws {
        let graph = Graph()
        let v = graph.getVariable("v", shape: [], initializer: .zeros)
        let update = v.assignAdd(1)
        #expect(update.name == "AssignAdd:0")
        #expect(update.operation.inputs.map(\.name) == ["v:0", "AssignAdd/value:0"])
        #expect(update.operation.attributes["use_locking"] == .bool(false))
        #expect(location(update.operation) == "v")
        #expect(v.assign(v * 2, name: "double").operation.inputs.map(\.name) == ["v:0", "mul:0"])
        #expect(v.readValue().operation.inputs == [v.reference])
        #expect(v.isInitialized().type == TensorType(.bool, .scalar))
        #expect(graph.mistakes.isEmpty)
        #expect(!v.assign(NDArray([1, 2] as [Float])).isValid)
        #expect(graph.mistakes.map(\.kind) == [.shape])
    }

    @Test func operatorsReadTheValue() {
        let graph = Graph()
        let (v, w) = (graph.variable(Float(1), name: "v"), graph.variable(Float(2), name: "w"))
        let t = graph.constant(Float(3))
        for result in [v + w, v + t, t + v, v + 1, 1 + v, -v, v * w - t / v] { #expect(result.dtype == .float32) }
        #expect((v - w).operation.inputs == [v.value, w.value])
        #expect((2 * v).operation.inputs[1] == v.value)
        #expect(graph.mistakes.isEmpty)
    }

    @Test func initialValuesNeedAKnownShape() {
        let graph = Graph()
        let unknown = graph.placeholder(.float32, shape: [nil])
        #expect(!graph.variable(unknown).isValid)
        #expect(graph.mistakes.map(\.kind) == [.variable])
        #expect(graph.variable(unknown, validatesShape: false).shape == .unknown)
    }
}
