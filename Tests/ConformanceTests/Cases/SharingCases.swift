import Adjoint
import AdjointCore

extension OperationCase {
    /// Nodes that give out one variable or table, because they state one name.
    static let sharing: [OperationCase] = [
        OperationCase(
            "variables of one name", inputs: [.value(NDArray([1, -2] as [Float]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let nodes = [
                    variable("VariableV2", "shared", in: graph, name: "first"),
                    variable("Variable", "shared", in: graph, name: "second"),
                    variable("VariableV2", "", in: graph, name: "shared"),
                ]
                let write = graph.addRaw("Assign", inputs: [nodes[1], inputs[0]])
                let added = graph.withControlDependencies(on: [write].compactMap(\.self)) {
                    graph.addRaw("AssignAdd", inputs: [nodes[2], inputs[0]])
                }
                return graph.withControlDependencies(on: [added].compactMap(\.self)) { nodes.map { $0.identity() } }
            }),
        OperationCase(
            "variables of one name in two containers", inputs: [.value(NDArray([1, -2] as [Float]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let containers = ["", "apart"].map { container in
                    variable("VariableV2", "shared", container, in: graph)
                }
                let writes =
                    [graph.addRaw("Assign", inputs: [containers[0], inputs[0]])]
                    + [graph.addRaw("Assign", inputs: [containers[1], inputs[0] * 3])]
                return graph.withControlDependencies(on: writes.compactMap(\.self)) { containers.map { $0.identity() } }
            }),
        OperationCase(
            "handles of one name", inputs: [.value(NDArray([1, -2] as [Float]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                // One without a name has the empty one, not that of the node.
                let handles = ["shared", "shared", "", ""].map { variable("VarHandleOp", $0, in: graph) }
                for (index, value) in [(0, Float(10)), (2, 20)] {
                    let initial = graph.constant([value, -value])
                    guard let write = graph.addRaw("AssignVariableOp", inputs: [handles[index], initial]) else {
                        continue
                    }
                    let variable = Variable(
                        reference: handles[index], value: handles[index], initializer: write, initialValue: initial,
                        isTrainable: false)
                    graph.add(.object(variable), to: .globalVariables)
                }
                let writes = [1, 3].map {
                    graph.addRaw("AssignAddVariableOp", inputs: [handles[$0], inputs[0]])
                }
                return graph.withControlDependencies(on: writes.compactMap(\.self)) {
                    handles.map { graph.addTensor(ReadVariableOp(.float32), inputs: [$0]) }
                }
            }),
        OperationCase(
            "tables of one name", inputs: [.value(NDArray([7, 8] as [Int64])), .value(NDArray([3, -1] as [Float]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let shared: [String: AttributeValue] = ["shared_name": .string("shared")]
                let byNode: [String: AttributeValue] = ["use_node_name_sharing": .bool(true)]
                let tables = [
                    table("HashTable", shared, in: graph), table("HashTableV2", shared, in: graph),
                    table("HashTableV2", byNode, in: graph, name: "shared"),
                ]
                let write = graph.addRaw("InitializeTableV2", inputs: [tables[1]] + inputs)
                return graph.withControlDependencies(on: [write].compactMap(\.self)) {
                    tables.enumerated().map { index, table in
                        graph.addRaw("LookupTableSize" + (index == 0 ? "" : "V2"), inputs: [table])?.output()
                            ?? .invalid(in: graph)
                    }
                }
            }),
        OperationCase(
            "tables apart", inputs: [.value(NDArray([7, 8] as [Int64])), .value(NDArray([3, -1] as [Float]))],
            buildAll: { inputs in
                let graph = inputs[0].graph
                let shared: [String: AttributeValue] = ["shared_name": .string("shared")]
                let tables = [
                    table("MutableHashTableV2", shared, in: graph),
                    table("MutableHashTableV2", shared.merging(["container": .string("apart")]) { $1 }, in: graph),
                    table("MutableHashTableV2", [:], in: graph), table("MutableHashTableV2", [:], in: graph),
                ]
                let writes = [tables[0], tables[2]].map {
                    graph.addRaw("LookupTableInsertV2", inputs: [$0] + inputs)
                }
                return graph.withControlDependencies(on: writes.compactMap(\.self)) {
                    tables.map { graph.addRaw("LookupTableSizeV2", inputs: [$0])?.output() ?? .invalid(in: graph) }
                }
            }),
        OperationCase(
            "MutableHashTableOfTensors",
            inputs: [
                .value(NDArray([7, 8] as [Int64])), .value(NDArray([1, 2, 3, 4] as [Float], dimensions: [2, 2])),
            ]
        ) { inputs in
            let graph = inputs[0].graph
            let table = table("MutableHashTableOfTensors", ["value_shape": .shape([2])], in: graph)
            return found(inputs, in: table, writing: "LookupTableInsert", default: graph.constant([Float(-1), -2]))
        },
    ]

    private static func variable(
        _ type: String, _ shared: String, _ container: String = "", in graph: Graph, name: String? = nil
    ) -> Tensor {
        let attributes: [String: AttributeValue] = [
            "dtype": .type(.float32), "shape": .shape([2]), "shared_name": .string(TensorString(shared)),
            "container": .string(TensorString(container)),
        ]
        return graph.addRaw(type, attributes: attributes, inputs: [], name: name)?.output() ?? .invalid(in: graph)
    }

    private static func table(
        _ type: String, _ attributes: [String: AttributeValue], in graph: Graph, name: String? = nil,
        inputs: [Tensor] = []
    ) -> Tensor {
        let types: [String: AttributeValue] = ["key_dtype": .type(.int64), "value_dtype": .type(.float32)]
        return graph.addRaw(type, attributes: types.merging(attributes) { $1 }, inputs: inputs, name: name)?.output()
            ?? .invalid(in: graph)
    }

    /// What a table says of two keys once it was given entries, one of them among these.
    private static func found(
        _ entries: [Tensor], in table: Tensor, writing type: String, default value: Tensor
    ) -> Tensor {
        let graph = table.graph
        guard let write = graph.addRaw(type, inputs: [table] + entries) else { return .invalid(in: graph) }
        return graph.withControlDependencies(on: [write]) {
            graph.addRaw("LookupTableFind", inputs: [table, graph.constant([Int64(8), 9]), value])?.output()
                ?? .invalid(in: graph)
        }
    }
}
