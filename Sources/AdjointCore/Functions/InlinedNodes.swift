import Synchronization

/// Where the nodes come from that a snapshot holds beyond those of its graph, because calls were replaced in it.
final class InlinedNodes: Sendable {
    /// How many nodes are the graph's own.
    let ownCount: Int
    /// For each node beyond, the call that it stands in.
    let callers: [Int32]
    /// For each node beyond, what its state is kept under; `nil` where it has none.
    let identities: [Int?]

    init(ownCount: Int, callers: [Int32], identities: [Int?]) {
        self.ownCount = ownCount
        self.callers = callers
        self.identities = identities
    }
}

extension GraphSnapshot {
    /// How many nodes are the graph's own; they come first.
    public var ownCount: Int { inlinedNodes?.ownCount ?? count }

    /// The node of the graph that node `index` is, or stands in as part of a call.
    public func graphNode(of index: Int) -> Int {
        guard let inlinedNodes, index >= inlinedNodes.ownCount else { return index }
        return Int(inlinedNodes.callers[index - inlinedNodes.ownCount])
    }

    /// The first node that gives out the object that node `index` does: what is kept of the object is kept for that one.
    /// The node itself where none before it gives out the same.
    public func firstSharing(_ index: Int) -> Int {
        list.sharingNodes.isEmpty ? index : list.sharingNodes[Int32(index)].map(Int.init) ?? index
    }

    /// What a session keeps the state of node `index` under: the same in every snapshot, unlike the index of a node that
    /// stands in a call.
    public func stateIdentity(of index: Int) -> Int {
        let index = firstSharing(index)
        guard let inlinedNodes, index >= inlinedNodes.ownCount else { return index }
        return inlinedNodes.identities[index - inlinedNodes.ownCount] ?? index
    }

    /// The node whose state is kept under `identity`; the reverse of ``stateIdentity(of:)``. O(nodes in calls).
    public func node(ofStateIdentity identity: Int) -> Int? {
        if identity < inlinedNodes?.ownCount ?? count { return identity }
        guard let inlinedNodes else { return nil }
        return inlinedNodes.identities.firstIndex(of: identity).map { $0 + inlinedNodes.ownCount }
    }
}

/// What a graph keeps of the calls in it.
final class CallTable: Sendable {
    struct Contents {
        /// What stands for a call, by the call's node.
        var templates: [Int32: CallTemplate] = [:]
        /// Calls that the graph itself holds the replacement of, because it was differentiated.
        var built: [Int32: (outputs: [NodeOutput], effects: [Int32])] = [:]
        /// What the states of nodes in calls are kept under, by the nodes' names, and the names by that.
        var identities: [String: Int] = [:]
        var names: [String] = []
    }

    let contents = Mutex(Contents())

    /// What the names of states begin with that belong to a function, whichever call runs it. No op's name does.
    static let functionPrefix = "function:"
    /// Where identities begin: beyond any index of a node.
    private static let firstIdentity = 1 << 32

    static func of(_ graph: Graph) -> CallTable { graph.attachment(CallTable.self) { CallTable() } }

    func identity(of name: String) -> Int {
        contents.withLock { contents in
            if let known = contents.identities[name] { return known }
            let identity = Self.firstIdentity + contents.names.count
            contents.identities[name] = identity
            contents.names.append(name)
            return identity
        }
    }

    func name(of identity: Int) -> String? {
        contents.withLock { contents in
            let position = identity - Self.firstIdentity
            return contents.names.indices.contains(position) ? contents.names[position] : nil
        }
    }
}

extension Graph {
    /// The node under whose index a session keeps the variable that an op of the graph gives out.
    package func stateIdentity(of operation: Operation) -> Int {
        let node = Int32(operation.index)
        return Int(state.withLock { $0.nodes.sharingNodes[node] } ?? node)
    }

    /// The type of the variable that a variable op gives out: the first node's that shares it.
    package func storedType(of reference: Tensor) -> TensorType {
        let first = stateIdentity(of: reference.operation)
        return first == reference.operation.index
            ? reference.variableType : output(NodeOutput(Int32(first), 0)).variableType
    }

    /// The name of the op that a session keeps a state under `identity` for; `nil` if there is none.
    package func name(ofStateIdentity identity: Int) -> String? {
        if identity >= 0, identity < count { return withNode(identity) { $0.name } }
        return CallTable.of(self).name(of: identity)
    }

    /// What a session keeps the state of the op of that name under: an op of the graph, or one within a call; `nil` if
    /// the graph can hold no such op.
    package func stateIdentity(ofOperationNamed name: String) -> Int? {
        if let operation = findOperation(name) { return operation.index }
        if name.hasPrefix(CallTable.functionPrefix) { return CallTable.of(self).identity(of: name) }
        var prefix = name[...]
        while let slash = prefix.lastIndex(of: "/") {
            prefix = prefix[..<slash]
            guard let call = findOperation(String(prefix)) else { continue }
            return call.definition is any FunctionalOperation ? CallTable.of(self).identity(of: name) : nil
        }
        return nil
    }

    /// Notes that the graph holds what stands for a call: runs and further gradients use that.
    package func noteInlined(_ call: InlinedCall, of operation: Operation) {
        CallTable.of(self).contents.withLock { contents in
            contents.built[Int32(operation.index)] = (
                call.outputs.map(\.nodeOutput), call.effects.map { Int32($0.index) }
            )
        }
    }

    /// What stands for a call in the graph itself, if it was built.
    package func inlinedCall(of node: Int) -> InlinedCall? {
        CallTable.of(self).contents.withLock { $0.built[Int32(node)] }.map { built in
            InlinedCall(
                outputs: built.outputs.map { output($0) },
                effects: built.effects.map { Operation(graph: self, index: Int($0)) })
        }
    }
}
