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
        let snapshot = graph.snapshot()
        self.snapshot = snapshot
        isNeeded = snapshot.ancestors(of: roots)
        var dependsOnData = [Bool](repeating: false, count: snapshot.count)
        var isComputed = dependsOnData
        for index in 0..<snapshot.count {
            let node = snapshot[index]
            let traits = node.definition?.traits
            if traits?.role == .variable || node.definition?.constantValue != nil { continue }
            let isSource = traits?.role == .placeholder || traits?.isRandom == true || node.inputs.isEmpty
            // A loop's back edge comes from a node further on, which depends on data only if its entry does.
            dependsOnData[index] = isSource || node.inputs.contains { dependsOnData[Int($0.node)] }
            isComputed[index] =
                !isSource && dependsOnData[index] && node.outputs.contains { $0.dtype.isFloatingPoint }
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

    /// The variables that some of the given nodes write to.
    func variablesWritten(by nodes: [Bool]) -> Set<Int> {
        var result: Set<Int> = []
        for index in nodes.indices where nodes[index] {
            for (input, effect) in self[index].definition?.traits.effects ?? [:] where effect != .inspects {
                if let variable = variable(behind: self[index].inputs[input]) { result.insert(variable) }
            }
        }
        return result
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
