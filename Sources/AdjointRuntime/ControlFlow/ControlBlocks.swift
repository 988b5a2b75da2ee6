import AdjointCore

/// The pass that gathers the control flow left in a plan into blocks, after which the plan is straight-line again.
///
/// Loops become blocks from the inside out; then whatever hangs on a predicate that is computed during the run does,
/// each connected part by itself. Around the blocks everything stays as for a plan without control flow.
struct ControlBlocks {
    private let snapshot: GraphSnapshot
    private var nodes: [PlanNode]
    private var isSwallowed: [Bool]
    /// Values of swallowed nodes → outputs of the blocks that swallowed them.
    private var replacements: [PlanValue: PlanValue] = [:]
    private var controlReplacements: [Int: Int] = [:]
    /// The variable node that each value leads to, if it surely does.
    private var variables: [PlanValue: Int] = [:]
    private var fetches: [PlanValue]
    private var targets: [Int]

    /// The plan with its control flow in blocks; itself if it has none.
    static func gather(_ plan: PlanGraph, snapshot: GraphSnapshot) throws(GraphError) -> PlanGraph {
        let live = plan.liveNodes()
        let hasControlFlow = plan.nodes.indices.contains { live[$0] && plan[$0].operation.traits.role.isControlFlow }
        guard hasControlFlow else { return plan }
        var pass = ControlBlocks(plan, live: live, snapshot: snapshot)
        try pass.gatherLoops()
        pass.gatherConditionals()
        return pass.compacted()
    }

    private init(_ plan: PlanGraph, live: [Bool], snapshot: GraphSnapshot) {
        self.snapshot = snapshot
        nodes = plan.nodes
        isSwallowed = live.map { !$0 }
        fetches = plan.fetches
        targets = plan.targets
        for index in nodes.indices where isSwallowed[index] {
            (nodes[index].inputs, nodes[index].controlInputs) = ([], [])
        }
    }

    // MARK: Loops

    private mutating func gatherLoops() throws(GraphError) {
        let frames = try Frames(nodes, snapshot: snapshot)
        var frame = frames.frame
        try check(frames)
        findVariables(in: frames.order)
        var position = [Int](repeating: 0, count: nodes.count)
        for (rank, index) in frames.order.enumerated() { position[index] = rank }
        let deepest = frames.frames.map(\.depth).max() ?? 0
        for depth in stride(from: deepest, to: 0, by: -1) {
            var members: [Int: [Int]] = [:]
            for index in nodes.orderIgnoringBackEdges()
            where !isSwallowed[index] && frames.frames[frame[index]].depth == depth {
                members[frame[index], default: []].append(index)
            }
            let loops = members.keys.sorted()
            let blocks = replace(loops.map { members[$0]! }, isLoop: true)
            for (loop, block) in zip(loops, blocks) {
                precondition(block == frame.count, "blocks are appended in order")
                frame.append(frames.frames[loop].parent)
            }
        }
    }

    /// What is fetched must have one value: nothing inside a loop has.
    private func check(_ frames: Frames) throws(GraphError) {
        for fetch in fetches where frames.frame[fetch.node] != 0 {
            guard
                nodes[fetch.node].operation.traits.role != .exit || frames.frames[frames.frame[fetch.node]].parent != 0
            else { continue }
            throw insideLoop(nodes[fetch.node])
        }
        for target in targets where frames.frame[target] != 0 && nodes[target].operation.traits.role != .exit {
            throw insideLoop(nodes[target])
        }
    }

    private func insideLoop(_ node: PlanNode) -> GraphError {
        let origin = snapshot[node.origin]
        return GraphError(
            .fetch, "'\(origin.name)' lies inside a loop, where it has a value for each iteration",
            operationType: origin.type, operationName: origin.name, site: origin.site,
            remedy: "fetch what the loop returns")
    }

    // MARK: Conditionals

    private mutating func gatherConditionals() {
        let order = nodes.orderIgnoringBackEdges().filter { !isSwallowed[$0] }
        let parts = ConditionalParts(nodes, order: order).parts
        guard !parts.isEmpty else { return }
        _ = replace(parts, isLoop: false)
    }

    // MARK: Replacing

    /// Finds the variable behind each value: through identities, switches and entries into loops, and through merges
    /// whose inputs all lead to one.
    private mutating func findVariables(in order: [Int]) {
        for index in order where !isSwallowed[index] {
            let node = nodes[index]
            let traits = node.operation.traits
            switch traits.role {
            case .variable: variables[PlanValue(index)] = index
            case .merge:
                let forward = node.inputs.filter { !nodes.isBackEdge(from: $0.node, to: index) }
                let behind = Set(forward.map { variables[$0] })
                guard behind.count == 1, forward.count == node.inputs.count || node.outputs[0].isReference else {
                    continue
                }
                variables[PlanValue(index)] = behind.first!
            default:
                for (port, input) in traits.aliases where input < node.inputs.count {
                    variables[PlanValue(index, port)] = variables[node.inputs[input]]
                }
            }
        }
    }

    private func resolved(_ value: PlanValue) -> PlanValue {
        var value = value
        while let replacement = replacements[value] { value = replacement }
        return value
    }

    private func resolved(control node: Int) -> Int {
        var node = node
        while let replacement = controlReplacements[node] { node = replacement }
        return node
    }

    /// Replaces each group of nodes, given with inputs first, by a block, and returns the blocks' nodes.
    private mutating func replace(_ groups: [[Int]], isLoop: Bool) -> [Int] {
        var group = [Int](repeating: -1, count: nodes.count)
        for (number, members) in groups.enumerated() { for index in members { group[index] = number } }
        // What is read from outside a group becomes an output of its block.
        var outputs: [[PlanValue]] = Array(repeating: [], count: groups.count)
        var isOutput: Set<PlanValue> = []
        var awaited: [Set<Int>] = Array(repeating: [], count: groups.count)
        func note(_ value: PlanValue) {
            guard group[value.node] >= 0, isOutput.insert(value).inserted else { return }
            outputs[group[value.node]].append(value)
        }
        for index in nodes.indices where !isSwallowed[index] {
            for input in nodes[index].inputs where group[input.node] != group[index] { note(input) }
            for control in nodes[index].controlInputs where group[control] >= 0 && group[control] != group[index] {
                awaited[group[control]].insert(control)
            }
        }
        for fetch in fetches { note(fetch) }
        var blocks: [Int] = []
        for (number, members) in groups.enumerated() {
            blocks.append(
                swallow(
                    members, number: number, group: group, outputs: outputs[number], awaited: awaited[number].sorted(),
                    isLoop: isLoop))
            group.append(-1)
        }
        for index in nodes.indices where !isSwallowed[index] {
            nodes[index].inputs = nodes[index].inputs.map(resolved)
            var seen: Set<Int> = []
            nodes[index].controlInputs = nodes[index].controlInputs.map { resolved(control: $0) }
                .filter { nodes[index].operation is BlockOperation || seen.insert($0).inserted }
        }
        fetches = fetches.map(resolved)
        targets = targets.map { resolved(control: $0) }
        return blocks
    }

    private mutating func swallow(
        _ members: [Int], number: Int, group: [Int], outputs: [PlanValue], awaited: [Int], isLoop: Bool
    ) -> Int {
        var body = BlockBuilder(nodes: nodes, variables: variables, group: group, number: number)
        for index in members { body.add(index) }
        let (block, inputs, controlInputs) = body.finish(outputs: outputs, awaited: awaited, isLoop: isLoop)
        var written: Set<Int> = []
        var aliases: [Int: Int] = [:]
        for index in block.order {
            for (input, effect) in block.graph[index].operation.traits.effects where effect != .inspects {
                guard let variable = block.aliases.variable(of: block.graph[index].inputs[input], in: block.graph),
                    let source = block.graph[variable].operation as? BlockInput
                else { continue }
                written.insert(source.index)
            }
        }
        for (port, output) in outputs.enumerated() {
            guard let variable = variables[output],
                let input = inputs.firstIndex(where: { variables[$0] == variable })
            else { continue }
            aliases[port] = input
        }
        let node = nodes.count
        nodes.append(
            PlanNode(
                operation: BlockOperation(block, writing: written, aliases: aliases), inputs: inputs,
                controlInputs: controlInputs, outputs: outputs.map { nodes[$0.node].outputs[$0.port] },
                origin: nodes[members[0]].origin))
        isSwallowed.append(false)
        for (port, output) in outputs.enumerated() {
            replacements[output] = PlanValue(node, port)
            variables[PlanValue(node, port)] = aliases[port] == nil ? nil : variables[output]
        }
        for index in members {
            isSwallowed[index] = true
            controlReplacements[index] = node
            (nodes[index].inputs, nodes[index].controlInputs) = ([], [])
        }
        return node
    }

    private func compacted() -> PlanGraph {
        var kept: [PlanNode] = []
        var index = [Int](repeating: -1, count: nodes.count)
        for old in nodes.indices where !isSwallowed[old] {
            index[old] = kept.count
            kept.append(nodes[old])
        }
        for new in kept.indices {
            kept[new].inputs = kept[new].inputs.map { PlanValue(index[$0.node], $0.port) }
            kept[new].controlInputs = kept[new].controlInputs.map { index[$0] }
        }
        return PlanGraph(
            nodes: kept, fetches: fetches.map { PlanValue(index[$0.node], $0.port) }, targets: targets.map { index[$0] }
        )
    }
}

extension OperationTraits.Role {
    /// Whether nodes of this role mean something only inside a block.
    var isControlFlow: Bool {
        switch self {
        case .switch, .merge, .enter, .exit, .nextIteration, .loopCondition: true
        case .compute, .placeholder, .variable, .noOperation, .controlTrigger: false
        }
    }
}

/// Collects the nodes of a block, with stand-ins for what they read from outside.
private struct BlockBuilder {
    let nodes: [PlanNode]
    let variables: [PlanValue: Int]
    let group: [Int]
    let number: Int
    private var body: [PlanNode] = []
    private var local: [Int: Int] = [:]
    private var inputs: [PlanValue] = []
    private var inputNodes: [PlanValue: Int] = [:]
    private var controlInputs: [Int] = []
    private var controlNodes: [Int: Int] = [:]
    private var returning: [(source: PlanValue, merge: Int, input: Int)] = []

    init(nodes: [PlanNode], variables: [PlanValue: Int], group: [Int], number: Int) {
        self.nodes = nodes
        self.variables = variables
        self.group = group
        self.number = number
    }

    mutating func add(_ index: Int) {
        var node = nodes[index]
        var forward: [PlanValue] = []
        var back: [(source: PlanValue, input: Int)] = []
        for (position, input) in node.inputs.enumerated() {
            if group[input.node] == number, nodes.isBackEdge(from: input.node, to: index) {
                back.append((input, position))
            } else {
                forward.append(value(input))
            }
        }
        node.inputs = forward
        node.controlInputs = node.controlInputs.map { control($0) }
        local[index] = body.count
        for (source, position) in back { returning.append((source, body.count, position)) }
        body.append(node)
    }

    private mutating func value(_ value: PlanValue) -> PlanValue {
        if let node = local[value.node] { return PlanValue(node, value.port) }
        precondition(group[value.node] != number, "a block's nodes come with inputs first")
        let source = nodes[value.node]
        if source.operation.constantValue != nil, source.controlInputs.isEmpty {
            local[value.node] = body.count
            body.append(source)
            return PlanValue(body.count - 1, value.port)
        }
        let variable = variables[value]
        let key = variable.map { PlanValue($0) } ?? value
        if let node = inputNodes[key] { return PlanValue(node) }
        inputNodes[key] = body.count
        body.append(
            PlanNode(
                operation: BlockInput(index: inputs.count, isVariable: variable != nil), inputs: [],
                outputs: [source.outputs[value.port]], origin: variable.map { nodes[$0].origin } ?? source.origin,
                constants: [source.constants[value.port]]))
        inputs.append(value)
        return PlanValue(body.count - 1)
    }

    private mutating func control(_ node: Int) -> Int {
        if group[node] == number { return local[node]! }
        if let known = controlNodes[node] { return known }
        controlNodes[node] = body.count
        body.append(
            PlanNode(
                operation: BlockControl(index: controlInputs.count), inputs: [], outputs: [], origin: nodes[node].origin
            ))
        controlInputs.append(node)
        return body.count - 1
    }

    func finish(
        outputs: [PlanValue], awaited: [Int], isLoop: Bool
    ) -> (Block, inputs: [PlanValue], controlInputs: [Int]) {
        func inside(_ value: PlanValue) -> PlanValue { PlanValue(local[value.node]!, value.port) }
        let graph = PlanGraph(nodes: body, fetches: [], targets: Array(body.indices))
        let block = Block(
            graph: graph, isLoop: isLoop,
            carried: returning.map { Block.Carried(value: inside($0.source), merge: $0.merge, input: $0.input) },
            outputs: outputs.map(inside), awaited: awaited.map { local[$0]! })
        return (block, inputs, controlInputs)
    }
}
