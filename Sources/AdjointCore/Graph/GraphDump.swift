extension Graph {
    /// The graph as text, one node a line in the order of creation, control inputs sorted: what two graphs are compared by.
    ///
    /// ```
    /// dnn/hidden1/MatMul = MatMul(X:0, hidden1/kernel/read:0) {T: float32, transpose_a: false, transpose_b: false} -> float32 [?, 300]
    /// train = NoOp(^train/update) {}
    /// ```
    /// O(nodes).
    public func dump() -> String {
        let snapshot = snapshot()
        var text = ""
        for index in 0..<snapshot.count {
            let node = snapshot[index]
            let inputs =
                node.inputs.map { "\(snapshot[Int($0.node)].name):\($0.port)" }
                + node.controlInputs.map { "^" + snapshot[Int($0)].name }.sorted()
            let attributes = node.attributes.entries.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
            text += "\(node.name) = \(node.type)(\(inputs.joined(separator: ", "))) {\(attributes)}"
            if !node.outputs.isEmpty { text += " -> " + node.outputs.map(\.description).joined(separator: ", ") }
            if !node.device.isEmpty { text += " @ " + node.device }
            text += "\n"
        }
        return text
    }
}
