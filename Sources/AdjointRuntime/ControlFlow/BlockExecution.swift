import AdjointCore
import AdjointKernels

/// A value inside a block.
enum BlockValue {
    /// What produces it did not run.
    case dead
    case array(NDArray)
    /// A variable's buffer, read when it is used.
    case variable(VariableBuffer)

    var isDead: Bool {
        if case .dead = self { return true }
        return false
    }
}

/// The memory of one block between the runs of a frame.
final class BlockMemory {
    fileprivate var contents: Contents

    init(_ program: BlockProgram) { contents = Contents(program) }

    /// What the executor reads and writes at every step. A run takes it once, as one `inout` value: as properties of an
    /// object each of its arrays would be checked for exclusive access at each use, which costs more than a small op.
    fileprivate struct Contents {
        var slots: [BlockValue]
        var isDead: [Bool]
        var caches: [KernelCache?]
        var inner: [BlockMemory?]
        /// The inputs of the step that is computed, and where its inputs and outputs lie.
        var arguments: ContiguousArray<NDArray> = []
        var pointers: ContiguousArray<UnsafeMutableRawPointer> = []

        init(_ program: BlockProgram) {
            slots = Array(repeating: .dead, count: program.slotCount)
            isDead = Array(repeating: false, count: program.steps.count)
            caches = Array(repeating: nil, count: program.steps.count)
            inner = Array(repeating: nil, count: program.steps.count)
        }

        mutating func cache(of position: Int) -> KernelCache {
            if let cache = caches[position] { return cache }
            let cache = KernelCache()
            caches[position] = cache
            return cache
        }
    }
}

/// An error inside a block, with the node it happened at.
struct BlockFailure: Error {
    var error: any Error
    var node: Int
    var graph: PlanGraph
}

/// Runs blocks: their nodes in order, each if what it depends on is alive; loops until nothing goes round any more.
///
/// Belongs to a frame. TF: what its executor does with dead tensors and frames.
final class BlockExecutor {
    private var scratch = AlignedMemory.allocate(byteCount: 1)
    private var scratchByteCount = 1

    deinit { scratch.deallocate() }

    private final class Sink: KernelOutputSink {
        var outputs: [Int: NDArray] = [:]
        func setOutput(_ index: Int, _ array: NDArray) { outputs[index] = array }
    }

    /// Runs a block and returns its outputs.
    ///
    /// - Parameters:
    ///   - inputs: The values of its inputs.
    ///   - deadControls: Whether each of its control inputs is dead.
    ///   - workers: The threads to work with.
    /// - Throws: ``BlockFailure``.
    func run(
        _ program: BlockProgram, memory: BlockMemory, inputs: [BlockValue], deadControls: [Bool], workers: WorkerPool
    ) throws -> [BlockValue] {
        try run(program, &memory.contents, inputs: inputs, deadControls: deadControls, workers: workers)
    }

    private func run(
        _ program: BlockProgram, _ memory: inout BlockMemory.Contents, inputs: [BlockValue], deadControls: [Bool],
        workers: WorkerPool
    ) throws -> [BlockValue] {
        var outputs = [BlockValue](repeating: .dead, count: program.outputs.count)
        var carried = [BlockValue](repeating: .dead, count: program.carried.count)
        defer { for slot in memory.slots.indices { memory.slots[slot] = .dead } }
        var isFirst = true
        while true {
            for position in program.steps.indices {
                if !isFirst, program.steps[position].isInvariant { continue }
                do {
                    try run(
                        program, position, &memory, inputs: inputs, deadControls: deadControls, carried: carried,
                        isFirst: isFirst, workers: workers)
                } catch let failure as BlockFailure {
                    throw failure
                } catch {
                    throw BlockFailure(error: error, node: program.steps[position].node, graph: program.graph)
                }
            }
            for (port, slot) in program.outputs.enumerated() where !memory.slots[slot].isDead {
                outputs[port] = memory.slots[slot]
            }
            guard program.isLoop else { break }
            var isAlive = false
            for index in carried.indices {
                carried[index] = memory.slots[program.carried[index].slot]
                if !carried[index].isDead { isAlive = true }
            }
            guard isAlive else { break }
            isFirst = false
        }
        return outputs
    }

    private func run(
        _ program: BlockProgram, _ position: Int, _ memory: inout BlockMemory.Contents, inputs: [BlockValue],
        deadControls: [Bool],
        carried: [BlockValue], isFirst: Bool, workers: WorkerPool
    ) throws {
        let step = program.steps[position]
        var isDead = false
        for control in step.controls where memory.isDead[control] { isDead = true }
        let output = step.firstOutput
        switch step.work {
        case .merge(let positions):
            var live: Int?
            var value = BlockValue.dead
            if !isDead {
                if isFirst {
                    live = step.inputs.indices.first { !memory.slots[step.inputs[$0]].isDead }
                    if let live { value = memory.slots[step.inputs[live]] }
                } else if let back = program.returning[position]?.first(where: { !carried[$0.carried].isDead }) {
                    live = back.position
                    value = carried[back.carried]
                } else if program.returning[position] == nil {
                    live = step.inputs.indices.first { !memory.slots[step.inputs[$0]].isDead }
                    if let live { value = memory.slots[step.inputs[live]] }
                }
            }
            memory.isDead[position] = live == nil
            memory.slots[output] = try kept(value, step, 0)
            memory.slots[output + 1] = live.map { .array(NDArray(positions[$0])) } ?? .dead
        case .input(let index):
            memory.slots[output] = inputs[index]
            memory.isDead[position] = inputs[index].isDead
        case .control(let index):
            memory.isDead[position] = deadControls[index]
        case .trigger:
            memory.isDead[position] = false
        case .block(let inner):
            try runInner(inner, program, position, &memory, workers)
        default:
            for input in step.inputs where memory.slots[input].isDead { isDead = true }
            memory.isDead[position] = isDead
            if isDead {
                for port in step.outputTypes.indices { memory.slots[output + port] = .dead }
            } else {
                try runLive(step, position, &memory, workers)
            }
        }
        for slot in step.expiring { memory.slots[slot] = .dead }
    }

    private func runLive(
        _ step: BlockProgram.Step, _ position: Int, _ memory: inout BlockMemory.Contents, _ workers: WorkerPool
    ) throws {
        let output = step.firstOutput
        switch step.work {
        case .constants:
            for port in step.outputTypes.indices { memory.slots[output + port] = .array(step.constants[port]!) }
        case .variable(let buffer): memory.slots[output] = .variable(buffer)
        case .forward: memory.slots[output] = try kept(memory.slots[step.inputs[0]], step, 0)
        case .switch:
            let predicate = try array(memory.slots[step.inputs[1]], step, 1)
            guard predicate.dtype == .bool, predicate.count == 1 else {
                throw OperationError(
                    "the predicate must be one bool, not \(predicate.dtype.name) \(predicate.shape)")
            }
            let isTaken = predicate.withUnsafeBytes { $0[0] != 0 }
            memory.slots[output + (isTaken ? 1 : 0)] = memory.slots[step.inputs[0]]
            memory.slots[output + (isTaken ? 0 : 1)] = .dead
        case .passage: try pass(step, position, &memory)
        case .compute: try compute(step, position, &memory, workers)
        case .wait, .input, .control, .merge, .trigger, .block: break
        }
    }

    private func runInner(
        _ inner: BlockProgram, _ program: BlockProgram, _ position: Int, _ memory: inout BlockMemory.Contents,
        _ workers: WorkerPool
    ) throws {
        let step = program.steps[position]
        let innerMemory = memory.inner[position] ?? BlockMemory(inner)
        memory.inner[position] = innerMemory
        let outputs = try run(
            inner, &innerMemory.contents, inputs: step.inputs.map { memory.slots[$0] },
            deadControls: step.controls.map { memory.isDead[$0] }, workers: workers)
        memory.isDead[position] =
            inner.awaited.isEmpty
            ? !outputs.isEmpty && outputs.allSatisfy(\.isDead)
            : inner.awaited.contains { innerMemory.contents.isDead[$0] }
        for (port, value) in outputs.enumerated() {
            memory.slots[step.firstOutput + port] = try kept(value, step, port)
        }
    }

    /// A value that goes on living under an output's name: as it is, or as a copy where the plan took it for a value of
    /// its own although it is a variable's buffer.
    private func kept(_ value: BlockValue, _ step: BlockProgram.Step, _ port: Int) throws -> BlockValue {
        guard case .variable(let buffer) = value, !step.mayBeReference[port] else { return value }
        return .array(try initialized(buffer).copied())
    }

    private func initialized(_ buffer: VariableBuffer) throws -> NDArray {
        guard buffer.isInitialized, let array = buffer.array else { throw UninitializedVariable(node: buffer.node) }
        return array
    }

    /// The elements of an input; a variable's must be there if they are read.
    private func array(_ value: BlockValue, _ step: BlockProgram.Step, _ input: Int) throws -> NDArray {
        switch value {
        case .array(let array): return array
        case .variable(let buffer):
            let effect = step.effects[input]
            if effect == nil || effect == .updates { return try initialized(buffer) }
            return buffer.array ?? NDArray(zeros: buffer.dtype, dimensions: [])
        case .dead: preconditionFailure("a live node has a dead input")
        }
    }

    private func pass(_ step: BlockProgram.Step, _ position: Int, _ memory: inout BlockMemory.Contents) throws {
        let source = step.aliases[0] ?? 0
        // A variable's buffer is handed on as it is, unless the op says that it has another shape (`Reshape`).
        let variable: VariableBuffer? =
            if step.mayBeReference[0], case .variable(let buffer) = memory.slots[step.inputs[source]] { buffer } else {
                nil
            }
        if let variable, !variable.isInitialized || step.keepsShape {
            memory.slots[step.firstOutput] = .variable(variable)
            return
        }
        try gatherArguments(step, &memory)
        let entry =
            step.isPlaceholder ? nil : try memory.cache(of: position).entry(for: step, inputs: memory.arguments)
        if let variable, entry.map({ $0.outputs[0] == memory.arguments[source].dimensions }) ?? true {
            memory.slots[step.firstOutput] = .variable(variable)
            return
        }
        for port in step.outputTypes.indices {
            let array = memory.arguments[step.aliases[port] ?? 0]
            guard let dimensions = entry?.outputs[port], dimensions != array.dimensions else {
                memory.slots[step.firstOutput + port] = .array(array)
                continue
            }
            memory.slots[step.firstOutput + port] = .array(array.reshaped(to: dimensions))
        }
    }

    private func gatherArguments(_ step: BlockProgram.Step, _ memory: inout BlockMemory.Contents) throws {
        memory.arguments.removeAll(keepingCapacity: true)
        for index in step.inputs.indices {
            memory.arguments.append(try array(memory.slots[step.inputs[index]], step, index))
        }
    }

    private func compute(
        _ step: BlockProgram.Step, _ position: Int, _ memory: inout BlockMemory.Contents, _ workers: WorkerPool
    ) throws {
        try gatherArguments(step, &memory)
        if step.initializes { try shapeVariables(step, &memory) }
        let entry = try memory.cache(of: position).entry(for: step, inputs: memory.arguments)
        guard let kernel = entry.kernel else { preconditionFailure("a computation has a kernel") }
        if kernel.scratchByteCount > scratchByteCount {
            scratch.deallocate()
            scratchByteCount = kernel.scratchByteCount
            scratch = AlignedMemory.allocate(byteCount: scratchByteCount)
        }
        memory.pointers.removeAll(keepingCapacity: true)
        for index in memory.arguments.indices { memory.pointers.append(memory.arguments[index].storage.baseAddress) }
        let output = step.firstOutput
        for port in step.outputTypes.indices {
            if let input = step.aliases[port] {
                memory.pointers.append(memory.pointers[input])
                memory.slots[output + port] = memory.slots[step.inputs[input]]
            } else if step.hasDataDependentShapes {
                memory.pointers.append(scratch)
            } else {
                let (dtype, dimensions) = (step.outputTypes[port].dtype, entry.outputs[port])
                let storage = NDArrayStorage(dtype: dtype, count: dimensions.reduce(1, *), zeroed: false)
                memory.pointers.append(storage.baseAddress)
                memory.slots[output + port] = .array(NDArray(storage: storage, dtype: dtype, dimensions: dimensions))
            }
        }
        if memory.pointers.isEmpty { memory.pointers.append(scratch) }
        let sink = step.hasDataDependentShapes ? Sink() : nil
        try memory.pointers.withUnsafeBufferPointer { table in
            try kernel.body(
                KernelArguments(
                    pointers: table.baseAddress!, inputCount: memory.arguments.count, scratch: scratch,
                    workers: workers,
                    sink: sink))
        }
        if step.initializes {
            for (index, effect) in step.effects.enumerated() where effect == .initializes {
                if case .variable(let buffer) = memory.slots[step.inputs[index]] { buffer.isInitialized = true }
            }
        }
        guard let sink else { return }
        for port in step.outputTypes.indices where step.aliases[port] == nil {
            guard let array = sink.outputs[port] else { throw OperationError("the kernel did not set output \(port)") }
            memory.slots[output + port] = .array(array)
        }
    }

    /// Gives variables that are set the shape they are given, where their declaration leaves that open.
    private func shapeVariables(_ step: BlockProgram.Step, _ memory: inout BlockMemory.Contents) throws {
        for (index, effect) in step.effects.enumerated() where effect == .initializes {
            guard case .variable(let buffer) = memory.slots[step.inputs[index]] else { continue }
            let shapes = try step.operation.shapes(
                inputs: memory.arguments, inputTypes: step.inputTypes, outputTypes: step.outputTypes)
            guard let dimensions = shapes.first?.dimensions, buffer.array?.dimensions != dimensions else { continue }
            let array = NDArray(zeros: buffer.dtype, dimensions: dimensions)
            buffer.array = array
            memory.arguments[index] = array
        }
    }
}

/// A variable was read that has no value.
struct UninitializedVariable: Error {
    /// The variable's node in the graph.
    var node: Int
}

extension KernelCache {
    /// The kernel of a block's step for the inputs at hand.
    fileprivate func entry(for step: BlockProgram.Step, inputs: ContiguousArray<NDArray>) throws -> Entry {
        try entry(
            for: step.operation, inputs: inputs, inputTypes: step.inputTypes, outputTypes: step.outputTypes,
            constants: step.inputConstants, state: step.state)
    }
}
