/// A graph as plans see it: with what its calls stand for in their place.
///
/// The nodes keep their indices; what stands for the calls comes behind them. Who reads a call reads what it stands for,
/// and who waits for it waits for all of that.
public struct GraphInlining: Sendable {
    /// The nodes.
    public private(set) var snapshot: GraphSnapshot
    /// Outputs of calls → what they are.
    private var replacements: [NodeOutput: NodeOutput] = [:]

    /// Replaces the calls among the nodes that a request needs.
    ///
    /// - Parameters:
    ///   - snapshot: The nodes of the graph.
    ///   - needed: The nodes that are needed while calls count as single nodes.
    ///   - fed: Outputs that are fed: nobody asks what computes them.
    /// - Returns: `nil` if none of the nodes is a call.
    /// - Throws: ``GraphError`` for functions that do not exist, do not fit or call themselves.
    public init?(
        _ snapshot: GraphSnapshot, of graph: Graph, needed: [Int], fed: Set<NodeOutput>
    ) throws(GraphError) {
        guard !snapshot.functionalNodes.isEmpty else { return nil }
        let isCall = Set(snapshot.functionalNodes.map(Int.init))
        guard needed.contains(where: isCall.contains) else { return nil }
        self.snapshot = snapshot
        var pass = Pass(snapshot, graph: graph, needed: needed, fed: fed)
        // What the graph holds in a call's place may need nodes, calls among them, that nothing else does.
        var needed = needed
        var isNeeded = Set(needed)
        var position = 0
        while position < needed.count {
            let index = needed[position]
            position += 1
            if isCall.contains(index) { try pass.replace(index) }
            for source in pass.sources(of: index) where source < snapshot.count && isNeeded.insert(source).inserted {
                needed.append(source)
            }
        }
        pass.redirect(needed)
        self.snapshot = pass.finish()
        replacements = pass.replacements
    }

    /// Where the value of an output is found.
    public func place(of output: NodeOutput) -> NodeOutput { replacements.resolved(output) }
}

extension Graph {
    /// The nodes with what the calls among them stand for in their place, for whoever asks what a run does: see
    /// ``GraphInlining``. Where a call cannot be replaced, because a function of it does not exist or does not fit, none
    /// is. O(nodes, those in calls included).
    package func snapshotWithinCalls() -> GraphSnapshot {
        let snapshot = snapshot()
        let inlining = try? GraphInlining(snapshot, of: self, needed: Array(0..<snapshot.count), fed: [])
        return inlining?.snapshot ?? snapshot
    }
}

extension [NodeOutput: NodeOutput] {
    /// What an output is once all replacements are made: what stands for a call may be an output of another.
    fileprivate func resolved(_ output: NodeOutput) -> NodeOutput {
        var output = output
        while let replacement = self[output] { output = replacement }
        return output
    }
}

extension GraphSnapshot {
    /// The nodes with those that read calls reading what the graph holds in the calls' place, where it was built; and
    /// where the value of each output of such a call is. O(nodes).
    package func readingBuiltCalls(
        of graph: Graph
    ) -> (snapshot: GraphSnapshot, place: @Sendable (NodeOutput) -> NodeOutput) {
        var replacements: [NodeOutput: NodeOutput] = [:]
        for call in functionalNodes {
            for (port, output) in (graph.inlinedCall(of: Int(call))?.outputs ?? []).enumerated() {
                replacements[NodeOutput(call, Int32(port))] = output.nodeOutput
            }
        }
        guard !replacements.isEmpty else { return (self, { $0 }) }
        var nodes = SeparateNodeList(list)
        for index in 0..<count where inputs(of: index).contains(where: { replacements[$0] != nil }) {
            nodes.update(index) { node in node.inputs = node.inputs.map(replacements.resolved) }
        }
        return (GraphSnapshot(list: nodes.list), { [replacements] in replacements.resolved($0) })
    }
}

/// The work of replacing calls in a copy of a graph's nodes.
private struct Pass {
    /// Calls deeper in calls than this are taken for damage.
    private static let depthLimit = 32

    let graph: Graph
    let snapshot: GraphSnapshot
    let fed: Set<NodeOutput>
    /// Whether nodes outside of calls may run or not.
    let isConditional: Bool
    let table: CallTable
    var nodes: SeparateNodeList
    var replacements: [NodeOutput: NodeOutput] = [:]
    var callers: [Int32] = []
    var identities: [Int?] = []

    init(_ snapshot: GraphSnapshot, graph: Graph, needed: [Int], fed: Set<NodeOutput>) {
        isConditional = needed.contains { index in
            switch snapshot.definition(of: index)?.traits.role {
            case .switch, .enter: true
            default: false
            }
        }
        self.graph = graph
        self.snapshot = snapshot
        self.fed = fed
        table = CallTable.of(graph)
        nodes = SeparateNodeList(snapshot.list)
    }

    /// Whether what a call changes must wait for what the call waits for, or reads: in a graph with conditionals or loops
    /// of its own, the call may lie on a side that is not taken, or run once for each iteration.
    private func isWaiting(_ node: Node) -> Bool {
        !node.controlInputs.isEmpty || isConditional && !node.inputs.isEmpty
    }

    /// The nodes that a node reads or waits for.
    func sources(of index: Int) -> [Int] {
        let node = nodes.list[index]
        return node.inputs.compactMap { fed.contains($0) ? nil : Int($0.node) } + node.controlInputs.map(Int.init)
    }

    private mutating func append(_ node: consuming Node, caller: Int, identity: Int? = nil) -> Int32 {
        nodes.append(node)
        callers.append(Int32(caller))
        identities.append(identity)
        return Int32(nodes.list.count - 1)
    }

    /// - Parameters:
    ///   - caller: The graph's own call that this one stands in, or is.
    ///   - depth: How many calls this one stands in.
    mutating func replace(_ call: Int, caller: Int? = nil, depth: Int = 0) throws(GraphError) {
        let node = nodes.list[call]
        guard depth < Self.depthLimit else {
            throw GraphError(
                .unknownOperation, "stands too deep in other calls", operationType: node.type, operationName: node.name)
        }
        for port in node.outputs.indices {
            let output = NodeOutput(Int32(call), Int32(port))
            guard fed.contains(output) else { continue }
            // A fed value comes in at a node of its own, for the call's has no outputs any more.
            let place = CallArgument(node.outputs[port], value: nil)
            replacements[output] = NodeOutput(
                append(
                    Node(place, name: node.name, inputs: [], controlInputs: [], outputs: [node.outputs[port]]),
                    caller: call), 0)
        }
        let standing: (outputs: [NodeOutput], effects: [Int32])
        if let built = built(call, node) {
            standing = built
        } else {
            standing = try inserted(call, node, caller: caller ?? call, depth: depth)
        }
        let (outputs, effects) = standing
        for (port, output) in outputs.enumerated() {
            let key = NodeOutput(Int32(call), Int32(port))
            if !fed.contains(key) { replacements[key] = output }
        }
        var waits: [Int32] = []
        for index in outputs.map(\.node) + effects where !waits.contains(index) { waits.append(index) }
        nodes.update(call) { node in
            node = Node(CallBoundary(), name: node.name, inputs: [], controlInputs: waits, outputs: [], site: node.site)
        }
    }

    /// What the graph holds already.
    private func built(_ call: Int, _ node: Node) -> (outputs: [NodeOutput], effects: [Int32])? {
        guard call < snapshot.count, let built = graph.inlinedCall(of: call), built.outputs.count == node.outputs.count,
            (built.outputs.map(\.operation.index) + built.effects.map(\.index)).allSatisfy({ $0 < snapshot.count })
        else { return nil }
        return (built.outputs.map(\.nodeOutput), built.effects.map { Int32($0.index) })
    }

    private mutating func inserted(
        _ call: Int, _ node: Node, caller: Int, depth: Int
    ) throws(GraphError) -> (outputs: [NodeOutput], effects: [Int32]) {
        let template = try template(call, node)
        // Calls in the graph itself run one instance of their function; what stands in functions is a part of theirs.
        let shared = depth > 0 ? nil : (node.definition as? any FunctionalOperation)?.sharedFunction
        var calls: [Int] = []
        // Where each node of the template comes to stand; loops read what stands further on.
        var places: [Int32] = []
        var replaced: [Int: NodeOutput] = [:]
        for index in 0..<template.nodes.count {
            if index < template.argumentCount {
                replaced[index] = node.inputs[index]
                places.append(-1)
            } else if template.nodes.definition(of: index)?.traits.role == .variable {
                // It is outside of the call, and who reads it waits for what it would have waited for.
                replaced[index] = NodeOutput(variable(template.nodes[index], of: node, caller: caller), 0)
                places.append(-1)
            } else {
                places.append(-2)
            }
        }
        var next = Int32(nodes.list.count)
        for index in places.indices where places[index] == -2 {
            places[index] = next
            next += 1
        }
        func place(_ output: NodeOutput) -> NodeOutput {
            replaced[Int(output.node)] ?? NodeOutput(places[Int(output.node)], output.port)
        }
        for index in 0..<template.nodes.count where replaced[index] == nil {
            var copy = template.nodes[index]
            copy.name = node.name + copy.name.dropFirst(CallTemplate.scope.count)
            copy.site = node.site
            var waits = copy.controlInputs
            for input in copy.inputs where replaced[Int(input.node)] != nil {
                waits += template.nodes[Int(input.node)].controlInputs.filter { !waits.contains($0) }
            }
            copy.controlInputs = waits.map { places[Int($0)] }.filter { $0 >= 0 }
            copy.inputs = copy.inputs.map(place)
            if index == template.start {
                copy.name = node.name + "/start"
                copy.controlInputs = node.controlInputs
                // As data: what a switch hands out may be dead though the switch runs.
                if isConditional { copy.inputs = node.inputs }
            }
            copy.definition = (copy.definition as? any FrameEntering)?.entering(framesOf: node.name) ?? copy.definition
            let keepsState = copy.definition?.traits.isStateful ?? false
            let own = template.nodes[index].name.dropFirst(CallTemplate.scope.count)
            let identity = keepsState ? table.identity(of: copy, sharedAs: shared.map { $0 + own }) : nil
            let isCall = copy.definition is any FunctionalOperation
            let place = append(copy, caller: caller, identity: identity)
            if isCall { calls.append(Int(place)) }
        }
        // Calls that have a gradient of their own stayed calls.
        for inner in calls { try replace(inner, caller: caller, depth: depth + 1) }
        return (template.outputs.map(place), template.effects.map { places[Int($0)] }.filter { $0 >= 0 })
    }

    /// The node of a variable of a function: the graph's own of that name, or one for all functions that share it.
    private mutating func variable(_ node: Node, of call: Node, caller: Int) -> Int32 {
        var copy = node
        copy.name = call.name + copy.name.dropFirst(CallTemplate.scope.count)
        copy.site = call.site
        copy.controlInputs = []
        // One of another type is refused where it meets the first.
        if let resource = copy.resourceName, let known = nodes.list.resources[resource],
            nodes.list[Int(known)].resourceType == copy.resourceType
        {
            return known
        }
        return append(copy, caller: caller, identity: table.identity(of: copy))
    }

    private func template(_ call: Int, _ node: Node) throws(GraphError) -> CallTemplate {
        let inputs = node.inputs.map { input in
            // What stands for a call tells more of its outputs than the call does.
            let place = replacements.resolved(input)
            let producer = nodes.list[Int(place.node)]
            return (type: producer.outputs[Int(place.port)], value: producer.staticValue(Int(place.port)))
        }
        return try CallTemplate.of(
            node, inputs: inputs, isWaiting: isWaiting(node), call: call < snapshot.count ? Int32(call) : nil, in: graph
        )
    }

    /// Makes the needed nodes, and those that were put in, read what calls stand for.
    mutating func redirect(_ needed: [Int]) {
        for index in needed + Array(snapshot.count..<nodes.list.count) {
            guard nodes.list[index].inputs.contains(where: { replacements[$0] != nil }) else { continue }
            nodes.update(index) { [replacements] node in node.inputs = node.inputs.map(replacements.resolved) }
        }
    }

    consuming func finish() -> GraphSnapshot {
        var result = GraphSnapshot(list: nodes.list)
        result.inlinedNodes = InlinedNodes(ownCount: snapshot.count, callers: callers, identities: identities)
        return result
    }
}

extension CallTable {
    /// What the state of a node within a call is kept under: all nodes that share it have the same.
    ///
    /// - Parameter name: The name in terms of the function, where all calls of it share the state.
    fileprivate func identity(of node: Node, sharedAs name: String? = nil) -> Int {
        guard let resource = node.resourceName else {
            return identity(of: name.map { Self.functionPrefix + $0 } ?? node.name)
        }
        return identity(of: "\(resource.kind): \(resource.container)/\(resource.name ?? "")")
    }
}

extension Node {
    /// A node that only plans see.
    fileprivate init(
        _ definition: any OperationDefinition, name: String, inputs: [NodeOutput], controlInputs: [Int32],
        outputs: [TensorType], site: CreationSite? = nil
    ) {
        self.init(
            name: name, definition: definition, inputs: inputs, controlInputs: controlInputs, outputs: outputs,
            staticValues: nil, device: "", site: site, deferredError: nil, inferredTypes: [],
            storedAttributes: Attributes(), unregisteredType: nil, isImported: false, encoding: nil)
    }
}

/// An op that brings values into loops, which are told apart by the names of their frames.
public protocol FrameEntering: OperationDefinition {
    /// The loop's name.
    var frameName: String { get set }
}

extension FrameEntering {
    /// The op for a loop that is part of a call: every call's loops are its own.
    public func entering(framesOf call: String) -> Self {
        var result = self
        result.frameName = call + "/" + frameName
        return result
    }
}
