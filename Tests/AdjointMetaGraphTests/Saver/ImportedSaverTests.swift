import Adjoint
import Testing

/// Savers read off graphs from files, which may state anything.
@Suite struct ImportedSaverTests {
    private func node(_ name: String, _ op: String, _ inputs: [String] = []) -> NodeDef {
        var node = NodeDef()
        (node.name, node.op, node.inputs) = (name, op, inputs)
        return node
    }

    /// A restoring graph in which `source` leads to the variable.
    private func saver(assigning source: String, from others: [NodeDef]) throws -> Saver {
        var variable = node("v", "VariableV2")
        variable.attributes = [
            "dtype": AttrValue(.type(.float32)), "shape": AttrValue(.shape(TensorShapeProto([2]))),
        ]
        var definition = GraphDef()
        definition.nodes =
            [variable] + others + [node("assign", "Assign", ["v", source]), node("restore_all", "NoOp", ["^assign"])]
        let graph = Graph()
        try graph.importGraph(definition)
        var description = SaverDef()
        description.restoreOpName = "restore_all"
        return try Saver(graph, definition: description)
    }

    @Test("nodes without the inputs they need are errors, not traps")
    func nodesWithoutInputs() {
        #expect(throws: (any Error).self) { try saver(assigning: "none", from: [node("none", "Identity")]) }
        #expect(throws: (any Error).self) {
            try saver(assigning: "shaped", from: [node("none", "Reshape"), node("shaped", "Identity", ["none"])])
        }
        #expect(throws: (any Error).self) { try saver(assigning: "read", from: [node("read", "RestoreV2")]) }
    }
}
