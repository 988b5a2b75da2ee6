import Adjoint
import AdjointCore

extension OperationCase {
    /// Lists that are scattered, gathered, split and joined.
    static let tensorLists: [OperationCase] = [
        OperationCase("TensorListScatterV2 and TensorListGather", inputs: [.random([3, 2])]) { inputs in
            let graph = inputs[0].graph
            let list = added(
                "TensorListScatterV2",
                [inputs[0], graph.constant([Int32(2), 0, 3]), graph.constant([Int32(2)]), graph.constant(Int32(5))])
            return added(
                "TensorListGather", [list, graph.constant([Int32(3), 1, 0]), graph.constant([Int32(2)])],
                ["element_dtype": .type(inputs[0].dtype)])
        },
        OperationCase("TensorListScatter and TensorListGather", inputs: [.random([3, 2])]) { inputs in
            let graph = inputs[0].graph
            let list = added(
                "TensorListScatter",
                [inputs[0], graph.constant([Int32(2), 0, 1]), graph.constant([Int32(2)])])
            return added(
                "TensorListGather", [list, graph.constant([Int32(2), 0]), graph.constant([Int32(2)])],
                ["element_dtype": .type(inputs[0].dtype)])
        },
        OperationCase(
            "TensorListScatterIntoExistingList", inputs: [.random([3, 2]), .random([2, 2])]
        ) { inputs in
            let graph = inputs[0].graph
            let list = graph.addTensor(TensorListFromTensor(), inputs: [inputs[0], graph.constant([Int32(2)])])
            let changed = added(
                "TensorListScatterIntoExistingList", [list, inputs[1], graph.constant([Int32(1), 2])])
            return graph.addTensor(TensorListStack(inputs[0].dtype), inputs: [changed, graph.constant([Int32(2)])])
        },
        OperationCase(
            "TensorListSplit and TensorListConcatV2", inputs: [.random([5, 2])],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let shape = graph.constant([Int32(-1), 2])
                let list = added(
                    "TensorListSplit", [inputs[0].squared(), shape, graph.constant([Int64(2), 0, 3])])
                return graph.addRaw(
                    "TensorListConcatV2", attributes: ["element_dtype": .type(inputs[0].dtype)],
                    inputs: [list, shape, graph.constant([Int64]())])?.outputs ?? [.invalid(in: graph)]
            }),
        OperationCase("TensorListConcatLists", dtypes: [.float32], inputs: [.random([2, 3])]) { inputs in
            let graph = inputs[0].graph
            let list = graph.addTensor(TensorListFromTensor(), inputs: [inputs[0], graph.constant([Int32(3)])])
            let both = added("TensorListConcatLists", [list, list], ["element_dtype": .type(inputs[0].dtype)])
            return graph.addTensor(TensorListLength(), inputs: [both])
        },
    ]

    private static func added(
        _ type: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
    ) -> Tensor {
        inputs[0].graph.addRaw(type, attributes: attributes, inputs: inputs)?.output() ?? .invalid(in: inputs[0].graph)
    }
}
