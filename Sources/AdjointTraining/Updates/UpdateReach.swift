import AdjointCore
import AdjointOperations

/// Which updates belong to a loss.
struct UpdateReach {
    private let graph: Graph
    private let snapshot: GraphSnapshot
    /// Whether the loss or its gradients depend on each node.
    private let isNeeded: [Bool]
    /// Whether each node computes numbers from what is fed or drawn.
    private let isComputed: [Bool]
    /// The nodes of trainable variables.
    private let trainable: [Int: Variable]

    /// - Complexity: Linear in the nodes of the graph.
    init(graph: Graph, roots: [Int]) {
        self.graph = graph
        let snapshot = graph.snapshotWithinCalls()
        self.snapshot = snapshot
        isNeeded = snapshot.ancestors(of: roots)
        var sources: [Int] = []
        for index in 0..<snapshot.count {
            let node = snapshot[index]
            let traits = node.definition?.traits
            if traits?.role == .variable || node.definition?.constantValue != nil { continue }
            if traits?.role == .placeholder || traits?.isRandom == true || node.inputs.isEmpty { sources.append(index) }
        }
        var isComputed = snapshot.descendants(of: sources)
        for source in sources { isComputed[source] = false }
        for index in 0..<snapshot.count where isComputed[index] {
            isComputed[index] = snapshot.outputs(of: index).contains { $0.dtype.isFloatingPoint }
        }
        self.isComputed = isComputed
        trainable = Dictionary(
            graph.trainableVariables.filter(\.isValid).map { ($0.operation.index, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whether an update is computed from what the loss is computed from, and from no other network's variables.
    func reaches(_ update: Int) -> Bool {
        let ancestors = snapshot.ancestors(of: [update])
        var sharesNumbers = false
        var hasNumbers = false
        for index in ancestors.indices where ancestors[index] {
            if trainable[index] != nil, !isNeeded[index] { return false }
            if isComputed[index], index != update, !snapshot.writes(index) {
                hasNumbers = true
                if isNeeded[index] { sharesNumbers = true }
            }
        }
        return sharesNumbers || !hasNumbers
    }

    /// Whether an update belongs to a layer that a step leaves as it is.
    func fallsAway(_ update: Int, updating variables: Set<Int>) -> Bool {
        let ancestors = snapshot.ancestors(of: [update])
        let written = snapshot.variablesWritten(by: ancestors)
        let frozen = FrozenVariables.of(graph)
        if written.contains(where: { frozen.contains($0) }) { return true }
        if variables.contains(where: { ancestors[$0] }) { return false }
        let scopes = Set(written.map { Self.scope(of: snapshot.name(of: $0)) })
        let layer = trainable.values.filter { scopes.contains(Self.scope(of: $0.name)) }
        return !layer.isEmpty && layer.allSatisfy { !variables.contains($0.operation.index) }
    }

    private static func scope(of name: String) -> String {
        name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    }
}

extension GraphSnapshot {
    /// Whether each node is among the given ones or one of them depends on it, through data or control.
    func ancestors(of nodes: [Int]) -> [Bool] {
        var isAncestor = [Bool](repeating: false, count: count)
        var stack = nodes
        for node in nodes { isAncestor[node] = true }
        while let node = stack.popLast() {
            let current = self[node]
            for input in current.inputs.map({ Int($0.node) }) + current.controlInputs.map(Int.init)
            where !isAncestor[input] {
                isAncestor[input] = true
                stack.append(input)
            }
        }
        return isAncestor
    }

    /// Whether a node writes to a variable.
    func writes(_ index: Int) -> Bool {
        self[index].definition?.traits.effects.values.contains { $0 != .inspects } ?? false
    }

    /// Whether each node is among the given ones or computed from one of them.
    func descendants(of nodes: [Int]) -> [Bool] {
        // Readers as linked lists in two flat arrays.
        var firstReader = [Int32](repeating: -1, count: count)
        var readers: [(node: Int32, next: Int32)] = []
        for index in 0..<count {
            for input in inputs(of: index) {
                readers.append((Int32(index), firstReader[Int(input.node)]))
                firstReader[Int(input.node)] = Int32(readers.count - 1)
            }
        }
        var isDescendant = [Bool](repeating: false, count: count)
        var stack = nodes
        for node in nodes { isDescendant[node] = true }
        while let node = stack.popLast() {
            var entry = firstReader[node]
            while entry >= 0 {
                let reader = Int(readers[Int(entry)].node)
                if !isDescendant[reader] {
                    isDescendant[reader] = true
                    stack.append(reader)
                }
                entry = readers[Int(entry)].next
            }
        }
        return isDescendant
    }

    /// The variables that some of the given nodes write to.
    func variablesWritten(by nodes: [Bool]) -> Set<Int> {
        nodes.indices.reduce(into: []) { if nodes[$1] { $0.formUnion(variablesWritten(by: $1)) } }
    }

    /// The variables that a node writes to.
    func variablesWritten(by index: Int) -> [Int] {
        let effects = self[index].definition?.traits.effects ?? [:]
        return effects.filter { $0.value != .inspects }.keys.sorted().compactMap {
            variable(behind: self[index].inputs[$0])
        }
    }

    /// The variable that a reference leads to.
    func variable(behind output: NodeOutput) -> Int? {
        var output = output
        for _ in 0..<count {
            guard let definition = self[Int(output.node)].definition else { return nil }
            if definition.traits.role == .variable { return Int(output.node) }
            guard let input = definition.traits.aliases[Int(output.port)] else { return nil }
            output = self[Int(output.node)].inputs[input]
        }
        return nil
    }
}
