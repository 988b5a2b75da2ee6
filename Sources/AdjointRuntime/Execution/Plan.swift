import AdjointCore
import AdjointKernels

/// A compiled request: straight-line steps over a table of pointers.
final class Plan: Sendable {
    /// One kernel call.
    struct Step: Sendable {
        /// How the kernel is come by.
        enum Work: Sendable {
            /// Bound when the plan was made.
            case bound(Kernel)
            /// Bound during the run, because a shape or a needed value is known only then.
            indirect case dynamic(DynamicNode)
            /// What control flow runs through.
            indirect case block(BlockNode)
        }

        var work: Work
        /// Where the node's pointers begin in the table: inputs, then outputs.
        var tableOffset: Int
        var inputCount: Int
        /// The plan node.
        var node: Int
        /// Variables that count as initialized after this step.
        var initializes: [VariableBuffer]
        /// Variables that a later step reads and that this one, a block, may have initialized or not.
        var requiredAfterwards: [VariableBuffer] = []
    }

    /// A step as the executor's loop reads it. The loop runs in place on these, because copying a ``Step`` would count
    /// references several times for every kernel call.
    struct Call: Sendable {
        /// The kernel's code; `nil` for a step that is bound during the run.
        var body: Kernel.Body?
        /// Where the pointers begin in the table.
        var tableOffset: Int32
        var inputCount: Int32
        /// Whether variables count as initialized after it.
        var initializes: Bool

        init(_ step: Step) {
            if case .bound(let kernel) = step.work { body = kernel.body }
            tableOffset = Int32(step.tableOffset)
            inputCount = Int32(step.inputCount)
            initializes = !step.initializes.isEmpty
        }
    }

    /// A node that is bound during the run.
    struct DynamicNode: Sendable {
        var operation: any ExecutableOperation
        var inputs: [BoundValue]
        var outputs: [BoundValue]
        var state: NodeState
    }

    /// A block, with the places of what it reads and writes.
    struct BlockNode: Sendable {
        var program: BlockProgram
        var inputs: [BoundValue]
        var outputs: [BoundValue]
        /// The block's index among the plan's.
        var index: Int
        var controlCount: Int
    }

    /// A value with its place.
    struct BoundValue: Sendable {
        var buffer: Buffer
        var type: TensorType
    }

    /// Where a pointer of the table comes from if it changes from run to run.
    struct Patch: Sendable {
        enum Source: Sendable {
            case feed(Int)
            case fetch(Int)
            case variable(Int)
        }
        var tableIndex: Int
        var source: Source
    }

    let graph: PlanGraph
    /// The nodes that the plan was made of, calls replaced: those that ``PlanNode/origin`` counts.
    let snapshot: GraphSnapshot
    let request: PlanRequest
    /// The nodes in execution order; those without a kernel included.
    let order: [Int]
    let steps: [Step]
    /// The same steps for the executor's loop.
    let calls: [Call]
    let patches: [Patch]
    /// For each pointer of the table the offset in the arena that it leads to, -1 for another place.
    let arenaOffsets: [Int]
    /// Pointers of the table that never change within a frame and lead elsewhere: index → buffer.
    let fixed: [(tableIndex: Int, buffer: Buffer)]
    var tableCount: Int { arenaOffsets.count }
    let fetches: [BoundValue]
    let variables: [VariableBuffer]
    /// Variables that must have a value when the run begins.
    let requiredVariables: [VariableBuffer]
    let writesVariables: Bool
    let blocks: [BlockProgram]
    /// The handles among what the frame owns: what they refer to belongs to a run.
    let ownedHandles: [Int]
    let owned: [TensorType]
    let dynamicCount: Int
    /// Table entries of bound steps that read each value known only during a run.
    let dynamicReaders: [[Int]]
    let arenaByteCount: Int
    let scratchByteCount: Int
    /// The rewrite rules that applied, with how often.
    let fusions: [String: Int]
    let buffers: PlanValueTable<Buffer?>
    let frames = FramePool()

    init(
        graph: PlanGraph, snapshot: GraphSnapshot, request: PlanRequest, order: [Int], memory: MemoryPlan,
        aliases: AliasAnalysis,
        dynamicNodes: Set<Int>, blocks: [Int: BlockProgram], kernels: [Kernel?], variables: [VariableBuffer],
        nodeState: (Int) -> NodeState, fusions: [String: Int]
    ) {
        self.graph = graph
        self.snapshot = snapshot
        self.request = request
        self.order = order
        self.variables = variables
        self.fusions = fusions
        func bound(_ value: PlanValue) -> BoundValue {
            BoundValue(buffer: memory.buffers[aliases.root(of: value)]!, type: graph.type(of: value))
        }
        var steps: [Step] = []
        steps.reserveCapacity(kernels.reduce(dynamicNodes.count) { $0 + ($1 == nil ? 0 : 1) })
        var patches: [Patch] = []
        var fixed: [(tableIndex: Int, buffer: Buffer)] = []
        var arenaOffsets: [Int] = []
        arenaOffsets.reserveCapacity(order.reduce(0) { $0 + graph[$1].inputs.count + graph[$1].outputs.count })
        var scratch = 0
        var dynamicReaders: [[Int]] = Array(repeating: [], count: memory.dynamicCount)
        var isInitialized: Set<Int> = []
        /// Variables that a block writes → its step: whether they have a value afterwards is found out then.
        var maybeInitialized: [Int: Int] = [:]
        var programs: [BlockProgram] = []
        var required: [Int] = []
        var writes = false
        let variableIndex = Dictionary(uniqueKeysWithValues: memory.variables.enumerated().map { ($1, $0) })
        for index in order {
            let node = graph[index]
            let traits = node.operation.traits
            var initializes: [VariableBuffer] = []
            for (position, input) in node.inputs.enumerated() {
                guard let variable = aliases.variable(of: input, in: graph).map({ variableIndex[$0]! }) else {
                    continue
                }
                let effect = traits.effects[position]
                if effect == .initializes || effect == .updates { writes = true }
                // A block asks for a variable's value when it comes to read it.
                guard blocks[index] == nil else { continue }
                if effect == nil || effect == .updates, !traits.isPassage, !isInitialized.contains(variable) {
                    if let step = maybeInitialized[variable] {
                        steps[step].requiredAfterwards.append(variables[variable])
                        isInitialized.insert(variable)
                    } else if !required.contains(variable) {
                        required.append(variable)
                    }
                }
            }
            for (position, effect) in traits.effects.isEmpty ? [] : traits.effects.sorted(by: { $0.key < $1.key })
            where effect == .initializes {
                guard let variable = aliases.variable(of: node.inputs[position], in: graph).map({ variableIndex[$0]! })
                else { continue }
                isInitialized.insert(variable)
                initializes.append(variables[variable])
            }
            let isDynamic = dynamicNodes.contains(index)
            guard isDynamic || kernels[index] != nil else { continue }
            let offset = arenaOffsets.count
            func addPointer(to value: PlanValue) {
                let tableIndex = arenaOffsets.count
                var arenaOffset = -1
                switch memory.buffers[aliases.root(of: value)]! {
                case .arena(let offset): arenaOffset = offset
                case .feed(let feed): patches.append(Patch(tableIndex: tableIndex, source: .feed(feed)))
                case .fetch(let fetch): patches.append(Patch(tableIndex: tableIndex, source: .fetch(fetch)))
                case .variable(let variable):
                    patches.append(Patch(tableIndex: tableIndex, source: .variable(variable)))
                case .dynamic(let value): dynamicReaders[value].append(tableIndex)
                case let buffer: fixed.append((tableIndex, buffer))
                }
                arenaOffsets.append(arenaOffset)
            }
            for value in node.inputs { addPointer(to: value) }
            for port in node.outputs.indices { addPointer(to: PlanValue(index, port)) }
            let work: Step.Work
            if let program = blocks[index] {
                work = .block(
                    BlockNode(
                        program: program, inputs: node.inputs.map(bound),
                        outputs: node.outputs.indices.map { bound(PlanValue(index, $0)) }, index: programs.count,
                        controlCount: node.controlInputs.count))
                programs.append(program)
                if program.writesVariables { writes = true }
                for (position, input) in node.inputs.enumerated() where traits.effects[position] != nil {
                    guard let variable = aliases.variable(of: input, in: graph).map({ variableIndex[$0]! }),
                        !isInitialized.contains(variable), !required.contains(variable)
                    else { continue }
                    maybeInitialized[variable] = steps.count
                }
            } else if let kernel = kernels[index] {
                work = .bound(kernel)
                scratch = max(scratch, kernel.scratchByteCount)
            } else {
                work = .dynamic(
                    DynamicNode(
                        operation: node.operation, inputs: node.inputs.map(bound),
                        outputs: node.outputs.indices.map { bound(PlanValue(index, $0)) }, state: nodeState(index)))
            }
            steps.append(
                Step(
                    work: work, tableOffset: offset, inputCount: node.inputs.count, node: index,
                    initializes: initializes))
        }
        self.steps = steps
        self.calls = steps.map(Call.init)
        self.patches = patches
        self.arenaOffsets = arenaOffsets
        self.fixed = fixed
        self.fetches = graph.fetches.map(bound)
        self.requiredVariables = required.sorted().map { variables[$0] }
        self.writesVariables = writes
        self.blocks = programs
        self.owned = memory.owned
        self.ownedHandles = memory.owned.indices.filter {
            memory.owned[$0].dtype.isManaged && memory.owned[$0].dtype != .string
        }
        self.dynamicCount = memory.dynamicCount
        self.dynamicReaders = dynamicReaders
        self.arenaByteCount = memory.arenaByteCount
        self.scratchByteCount = scratch
        self.buffers = memory.buffers
    }
}
