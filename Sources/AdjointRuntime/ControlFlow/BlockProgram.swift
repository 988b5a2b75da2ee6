import AdjointCore

/// A block ready to run: its nodes with the places of what they read and write.
final class BlockProgram: Sendable {
    /// What the executor does for a node.
    enum Work: Sendable {
        /// Hands out an input of the block.
        case input(Int)
        /// Is dead if a control input of the block is.
        case control(Int)
        /// Hands out values known when the plan was made.
        case constants
        /// Hands out a variable's buffer.
        case variable(VariableBuffer)
        /// Calls a kernel.
        case compute
        /// Hands on its inputs, maybe under other shapes.
        case passage
        case `switch`
        /// Hands out the live input; the positions are what output 1 says.
        case merge(positions: [Int32])
        /// Hands on its one input.
        case forward
        /// Only waits.
        case wait
        /// Waits, and is never dead.
        case trigger
        /// Runs another block.
        case block(BlockProgram)
    }

    /// One node. A class, so that the executor's loop copies one reference.
    final class Step: Sendable {
        let work: Work
        let operation: any ExecutableOperation
        let isPlaceholder: Bool
        /// The node of the block's graph.
        let node: Int
        /// Slots of the inputs.
        let inputs: [Int]
        /// Steps waited for.
        let controls: [Int]
        /// The slot of output 0; the others follow.
        let firstOutput: Int
        let inputTypes: [TensorType]
        let outputTypes: [TensorType]
        /// What is known of the inputs.
        let inputConstants: [NDArray?]
        /// What is known of the outputs.
        let constants: [NDArray?]
        /// Outputs that may stay a variable's buffer; others are copied if they are one.
        let mayBeReference: [Bool]
        /// Output → the input whose memory it is.
        let aliases: [Int?]
        /// Input → what is done to the variable there.
        let effects: [OperationTraits.ReferenceEffect?]
        let initializes: Bool
        /// Whether output 0 certainly has the shape of the input that it is.
        let keepsShape: Bool
        let hasDataDependentShapes: Bool
        let state: NodeState
        /// Slots that nothing reads after this step.
        let expiring: [Int]
        /// Whether the outputs are the same in every iteration of the loop.
        let isInvariant: Bool

        fileprivate init(
            _ node: PlanNode, index: Int, work: Work, inputs: [Int], controls: [Int], firstOutput: Int,
            graph: PlanGraph, mayBeReference: [Bool], state: NodeState, expiring: [Int], isInvariant: Bool
        ) {
            let traits = node.operation.traits
            self.work = work
            operation = node.operation
            isPlaceholder = traits.role == .placeholder
            self.node = index
            self.inputs = inputs
            self.controls = controls
            self.firstOutput = firstOutput
            inputTypes = node.inputs.map { graph.type(of: $0) }
            outputTypes = node.outputs
            inputConstants = node.inputs.map { graph[$0.node].constants[$0.port] }
            constants = node.constants
            self.mayBeReference = mayBeReference
            aliases = node.outputs.indices.map { traits.aliases[$0] }
            effects = node.inputs.indices.map { traits.effects[$0] }
            initializes = effects.contains(.initializes)
            keepsShape =
                if let input = aliases.first ?? nil {
                    outputTypes[0].shape.isFullyKnown && inputTypes[input].shape == outputTypes[0].shape
                } else {
                    false
                }
            hasDataDependentShapes = traits.hasDataDependentShapes
            self.state = state
            self.expiring = expiring
            self.isInvariant = isInvariant
        }
    }

    let graph: PlanGraph
    let steps: [Step]
    let slotCount: Int
    let isLoop: Bool
    /// Slots that the next iteration's merges take.
    let carried: [(slot: Int, step: Int)]
    /// Step of each merge → which of the carried values it takes, with their positions among the merge's inputs.
    let returning: [Int: [(carried: Int, position: Int)]]
    let outputs: [Int]
    /// Steps that something around the block waits for.
    let awaited: [Int]
    /// Whether a step, or one of a block within, writes a variable.
    let writesVariables: Bool

    /// - Parameters:
    ///   - state: The session's state for a node of the block's graph.
    ///   - buffer: The session's buffer for a variable, by the graph node and its type.
    init(
        _ block: Block, state: (PlanGraph, Int, AliasAnalysis) -> NodeState,
        buffer: (Int, TensorType) -> VariableBuffer
    ) {
        let graph = block.graph
        self.graph = graph
        isLoop = block.isLoop
        var firstSlot = [Int](repeating: 0, count: graph.nodes.count)
        var slots = 0
        for index in block.order {
            firstSlot[index] = slots
            slots += graph[index].outputs.count
        }
        slotCount = slots
        func slot(_ value: PlanValue) -> Int { firstSlot[value.node] + value.port }
        var stepOfNode: [Int: Int] = [:]
        for (position, index) in block.order.enumerated() { stepOfNode[index] = position }

        var lastUse: [Int: Int] = [:]
        for (position, index) in block.order.enumerated() {
            for port in graph[index].outputs.indices { lastUse[slot(PlanValue(index, port))] = position }
            for input in graph[index].inputs { lastUse[slot(input)] = position }
        }
        for value in block.outputs + block.carried.map(\.value) { lastUse[slot(value)] = nil }
        var expiring: [Int: [Int]] = [:]
        for (slot, position) in lastUse { expiring[position, default: []].append(slot) }

        carried = block.carried.map { (slot($0.value), stepOfNode[$0.merge]!) }
        var returning: [Int: [(carried: Int, position: Int)]] = [:]
        for (number, value) in block.carried.enumerated() {
            returning[stepOfNode[value.merge]!, default: []].append((number, value.input))
        }
        self.returning = returning
        outputs = block.outputs.map(slot)
        awaited = block.awaited.map { stepOfNode[$0]! }
        let works = block.order.map { Self.work(graph[$0], state: state, buffer: buffer) }
        let isReference = block.order.map { index in
            graph[index].outputs.indices.map { block.aliases.variable(of: PlanValue(index, $0), in: graph) != nil }
        }
        let isInvariant =
            isLoop
            ? Self.invariants(block, works: works, isReference: isReference, stepOfNode: stepOfNode)
            : works.map { _ in false }
        for (position, index) in block.order.enumerated() where isInvariant[position] {
            for port in graph[index].outputs.indices {
                let slot = slot(PlanValue(index, port))
                if let use = lastUse[slot] { expiring[use]?.removeAll { $0 == slot } }
            }
        }
        steps = block.order.enumerated().map { position, index in
            let node = graph[index]
            return Step(
                node, index: index, work: works[position], inputs: node.inputs.map(slot),
                controls: node.controlInputs.map { stepOfNode[$0]! }, firstOutput: firstSlot[index], graph: graph,
                mayBeReference: isReference[position], state: state(graph, index, block.aliases),
                expiring: expiring[position] ?? [], isInvariant: isInvariant[position])
        }
        writesVariables = steps.contains { step in
            if case .block(let inner) = step.work { return inner.writesVariables }
            return step.effects.contains { $0 == .initializes || $0 == .updates }
        }
    }

    private static func work(
        _ node: PlanNode, state: (PlanGraph, Int, AliasAnalysis) -> NodeState,
        buffer: (Int, TensorType) -> VariableBuffer
    ) -> Work {
        if let input = node.operation as? BlockInput { return .input(input.index) }
        if let control = node.operation as? BlockControl { return .control(control.index) }
        if let inner = node.operation as? BlockOperation {
            return .block(BlockProgram(inner.block, state: state, buffer: buffer))
        }
        let traits = node.operation.traits
        switch traits.role {
        case .variable: return .variable(buffer(node.origin, node.outputs[0]))
        case .noOperation: return .wait
        case .controlTrigger: return .trigger
        case .switch: return .switch
        case .merge:
            return .merge(positions: (node.operation as? ArrivingValue)?.positions.map(Int32.init) ?? [])
        case .enter, .exit, .nextIteration, .loopCondition: return .forward
        case .compute, .placeholder:
            if !node.outputs.isEmpty, node.constants.allSatisfy({ $0 != nil }), !traits.isStateful {
                return .constants
            }
            return traits.isPassage ? .passage : .compute
        }
    }

    /// What is computed once for all iterations: pure ops on what enters the loop unchanged.
    private static func invariants(
        _ block: Block, works: [Work], isReference: [[Bool]], stepOfNode: [Int: Int]
    ) -> [Bool] {
        var result = [Bool](repeating: false, count: works.count)
        for (position, index) in block.order.enumerated() {
            let node = block.graph[index]
            let traits = node.operation.traits
            let isPure: Bool
            switch works[position] {
            case .input, .control, .constants, .passage: isPure = true
            case .compute: isPure = !traits.isStateful && traits.effects.isEmpty
            case .forward: isPure = traits.role == .enter && traits.isLoopInvariant
            case .variable, .switch, .merge, .wait, .trigger, .block: isPure = false
            }
            result[position] =
                isPure
                && (node.inputs.map(\.node) + node.controlInputs).allSatisfy { result[stepOfNode[$0]!] }
                // A variable may be written between two iterations.
                && !isReference[position].contains(true)
                && !node.inputs.contains { isReference[stepOfNode[$0.node]!][$0.port] }
        }
        return result
    }
}
