import Synchronization

/// One `withControlDependencies` closure: the nodes to wait for, and the nodes built inside, which wait already.
final class ControlScope: Sendable {
    let nodes: [Int32]
    let parent: ControlScope?
    private let built = Mutex<Set<Int32>>([])

    init(nodes: [Int32], parent: ControlScope?) {
        self.nodes = nodes
        self.parent = parent
    }

    /// The control inputs of a node with the given inputs, this scope's and the surrounding ones'.
    ///
    /// A scope adds none if one of the inputs was built inside it (or is itself waited for), as TensorFlow does.
    func controlInputs(for inputs: [NodeOutput]) -> [Int32] {
        var result: [Int32] = []
        var scope: ControlScope? = self
        while let current = scope {
            let isImplied = current.built.withLock { built in
                inputs.contains { built.contains($0.node) || current.nodes.contains($0.node) }
            }
            if !isImplied {
                for node in current.nodes where !result.contains(node) { result.append(node) }
            }
            scope = current.parent
        }
        return result
    }

    /// Notes a node built inside.
    func add(_ node: Int32) {
        var scope: ControlScope? = self
        while let current = scope {
            current.built.withLock { _ = $0.insert(node) }
            scope = current.parent
        }
    }
}
