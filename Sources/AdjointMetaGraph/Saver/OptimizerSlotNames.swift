import AdjointCore
import AdjointOperations

extension Graph {
    /// The nodes of the variables that optimizers keep for themselves: what update ops write beside the variable they
    /// update, what has the name of a trainable variable and a part more (`hidden1/kernel/Adam`), and Adam's powers of its
    /// decay rates. O(nodes).
    func optimizerSlotNodes() -> Set<Int> {
        var slots: Set<Int> = []
        let trainable = Set(trainableVariables.map(\.name))
        for variable in globalVariables where !trainable.contains(variable.name) {
            if let slash = variable.name.lastIndex(of: "/"), trainable.contains(String(variable.name[..<slash])) {
                slots.insert(variable.operation.index)
            }
        }
        let snapshot = snapshot()
        for index in 0..<snapshot.count {
            let node = snapshot[index]
            guard Self.updateTypes.contains(where: { node.type.hasPrefix($0) }) else { continue }
            for (position, input) in node.inputs.enumerated().dropFirst() {
                guard let variable = variableNode(behind: Int(input.node), in: snapshot) else { continue }
                let isReference = Int(input.node) == variable
                let isPower = node.type.hasSuffix("ApplyAdam") && (position == 3 || position == 4)
                if isReference || isPower { slots.insert(variable) }
            }
        }
        // A variable that is updated itself is no slot, even where another update op reads it.
        return slots.subtracting(trainableVariables.map(\.operation.index))
    }

    private static let updateTypes = ["Apply", "SparseApply", "ResourceApply", "ResourceSparseApply"]

    /// The variable that a node is, or that it only hands on.
    private func variableNode(behind node: Int, in snapshot: GraphSnapshot) -> Int? {
        var node = node
        for _ in 0..<8 {
            guard let traits = snapshot[node].definition?.traits else { return nil }
            if traits.role == .variable { return node }
            guard let input = snapshot[node].inputs.first, snapshot[node].inputs.count == 1 else { return nil }
            node = Int(input.node)
        }
        return nil
    }
}
