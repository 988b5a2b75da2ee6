import AdjointCore
import AdjointLayers
import AdjointOperations
import Testing

/// The expected names were read off `tf.layers` (TensorFlow 2.21 with reference variables).
@Suite struct DenseTests {
    private func input(_ graph: Graph, _ shape: Shape = [nil, 4]) -> Tensor {
        graph.placeholder(.float32, shape: shape, name: "x")
    }

    @Test func opsFollowTheNameScopeAndVariablesDoNot() throws {
        let graph = Graph()
        let x = input(graph)
        let result = graph.nameScope("dnn") { x.dense(3, activation: .relu, name: "hidden1") }
        try graph.validate()
        #expect(result.name == "dnn/hidden1/Relu:0")
        #expect(result.shape == [nil, 3])
        #expect(
            graph.operations.map(\.name).filter { !$0.contains("Initializer") } == [
                "x", "hidden1/kernel", "hidden1/kernel/Assign", "hidden1/kernel/read", "hidden1/bias",
                "hidden1/bias/Assign", "hidden1/bias/read", "dnn/hidden1/MatMul", "dnn/hidden1/BiasAdd",
                "dnn/hidden1/Relu",
            ])
        #expect(graph.trainableVariables.map(\.shape) == [[4, 3], [3]])
    }

    @Test func unnamedLayersCountPerVariableScope() {
        let graph = Graph()
        let x = input(graph)
        graph.nameScope("n") {
            #expect(x.dense(3).dense(3).name == "n/dense_1/BiasAdd:0")
            #expect(x.batchNormalization().batchNormalization().name == "n/batch_normalization_1/batchnorm/add_1:0")
        }
        graph.variableScope("v") { #expect(x.dense(3).name == "v/dense/BiasAdd:0") }
        #expect(
            graph.globalVariables.map(\.name).filter { $0.hasSuffix("kernel") } == [
                "dense/kernel", "dense_1/kernel", "v/dense/kernel",
            ])
    }

    @Test func aNameUsedAgainNeedsReuse() throws {
        let graph = Graph()
        _ = input(graph).dense(3, name: "d")
        let again = input(graph).dense(3, name: "d", reuse: .always)
        try graph.validate()
        #expect(again.name == "d_1/BiasAdd:0")
        #expect(graph.globalVariables.count == 2)
        #expect(!input(graph).dense(3, name: "d").isValid)
        #expect(graph.mistakes.map(\.kind) == [.variable])
        #expect(!input(graph).dense(5, name: "d", reuse: .always).isValid)
    }

    @Test func regularizersAddTheirLossesOnce() throws {
        let graph = Graph()
        let x = input(graph)
        let loss = graph.constant(Float(1))
        #expect(loss.addingRegularizationLosses() == loss)
        _ = x.dense(3, kernelRegularizer: .l1(0.001), name: "d")
        _ = x.dense(3, kernelRegularizer: .l1(0.001), name: "d", reuse: .always)
        #expect(graph.tensors(in: .regularizationLosses).map(\.name) == ["d/kernel/Regularizer/mul:0"])
        let total = loss.addingRegularizationLosses(name: "loss")
        #expect(total.operation.type == "AddN" && total.name == "loss:0")
        #expect(total.operation.inputs.map(\.name) == ["Const:0", "d/kernel/Regularizer/mul:0"])
        try graph.validate()
    }

    @Test func higherRanksContractTheLastDimension() throws {
        let graph = Graph()
        #expect(input(graph, [nil, 5, 4]).dense(3, name: "d").shape == [nil, 5, 3])
        #expect(input(graph, [2, 5, 4]).dense(3, name: "e").shape == [2, 5, 3])
        #expect(try graph.operation("d/Tensordot").type == "Reshape")
        try graph.validate()
    }

    @Test func mistakesNameTheLayer() {
        let graph = Graph()
        for result in [input(graph, [4]).dense(3), input(graph, [nil, nil]).dense(3), input(graph).dense(0)] {
            #expect(!result.isValid)
        }
        #expect(graph.mistakes.allSatisfy { $0.kind == .shape && $0.operationType == "dense" })
        #expect(graph.mistakes.count == 3)
        #expect(graph.globalVariables.isEmpty)
    }
}
