import AdjointCore
import AdjointLayers
import AdjointOperations
import Testing

/// Layers beside the dense one. The expected names were read off `tf.layers` (TensorFlow 2.21).
@Suite struct LayerTests {
    private func input(_ graph: Graph, _ shape: Shape = [nil, 4]) -> Tensor {
        graph.placeholder(.float32, shape: shape, name: "x")
    }

    @Test func batchNormalizationKeepsMovingAverages() throws {
        let graph = Graph()
        let result = input(graph).batchNormalization(momentum: 0.9, training: true)
        try graph.validate()
        #expect(result.name == "batch_normalization/batchnorm/add_1:0")
        #expect(
            graph.globalVariables.map(\.name)
                == ["gamma", "beta", "moving_mean", "moving_variance"].map {
                    "batch_normalization/" + $0
                })
        #expect(graph.trainableVariables.count == 2)
        let updates = graph.operations(in: .updateOps)
        #expect(
            updates.map(\.name) == ["batch_normalization/AssignMovingAvg", "batch_normalization/AssignMovingAvg_1"])
        #expect(updates.map(\.colocationRoot) == graph.globalVariables[2...].map(\.name))
    }

    @Test func inferenceReadsTheAveragesAndUpdatesNothing() throws {
        let graph = Graph()
        _ = input(graph).batchNormalization()
        #expect(graph.items(in: .updateOps).isEmpty)
        let add = try graph.operation("batch_normalization/batchnorm/add")
        #expect(add.inputs[0].name == "batch_normalization/moving_variance/read:0")
    }

    @Test func dropoutIsInvisibleOutsideTraining() throws {
        let graph = Graph()
        let x = input(graph)
        #expect(x.dropout(rate: 0.2).operation.type == "Identity")
        let dropped = x.dropout(rate: 0.2, training: true)
        #expect(dropped.name == "dropout_1/dropout/SelectV2:0")
        #expect(x.dropout(rate: 0, training: true) == x)
        try graph.validate()
        #expect(!x.dropout(rate: 1, training: true).isValid)
    }

    @Test func flatteningKeepsTheBatch() throws {
        let graph = Graph()
        #expect(input(graph, [nil, 8, 8, 3]).flattened().shape == [nil, 192])
        #expect(input(graph, [nil]).flattened().shape == [nil, 1])
        #expect(input(graph, [2, nil, 3]).flattened().shape.rank == 2)
        try graph.validate()
        #expect(!input(graph, .unknown).flattened().isValid)
    }

    @Test(arguments: [
        ("Relu", Activation.relu), ("Elu", .elu), ("Selu", .selu), ("Sigmoid", .sigmoid), ("Tanh", .tanh),
        ("Softplus", .softplus), ("Softsign", .softsign), ("LeakyRelu", .leakyRelu), ("Softmax", .softmax),
        ("Relu6", .relu6),
    ]) func activationsAreOpsOfTheirOwnName(name: String, activation: Activation) {
        let graph = Graph()
        #expect(input(graph).dense(2, activation: activation, name: "d").name == "d/\(name):0")
    }
}
