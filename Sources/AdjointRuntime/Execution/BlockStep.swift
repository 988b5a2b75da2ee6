import AdjointCore
import AdjointKernels

/// One execution of a block as a step of a plan: hands it what it reads, takes what it gives.
struct BlockStep {
    let block: Plan.BlockNode
    let values: FrameValues

    /// - Throws: ``BlockFailure``, and ``DeadFetch`` if a fetched value was not computed.
    func run(workers: WorkerPool) throws {
        let (frame, plan) = (values.frame, values.plan)
        let inputs = try block.inputs.map { input -> BlockValue in
            if case .variable(let index) = input.buffer { return .variable(plan.variables[index]) }
            return .array(try values.value(input))
        }
        let outputs = try frame.blockExecutor!.run(
            block.program, memory: frame.blocks[block.index], inputs: inputs,
            deadControls: Array(repeating: false, count: block.controlCount), workers: workers)
        for (port, output) in block.outputs.enumerated() {
            guard case .dynamic(let index) = output.buffer else { continue }
            switch outputs[port] {
            case .dead:
                if plan.fetches.contains(where: { if case .dynamic(index) = $0.buffer { true } else { false } }) {
                    throw DeadFetch(output: port)
                }
            case .array(let array):
                // A handle's object is not the frame's to use again.
                let isHandle = array.dtype.isManaged && array.dtype != .string
                let array = !isHandle && isPassing(array, inputs) ? array.copied() : array
                frame.dynamic[index] = array
                values.publish(array, as: index)
            case .variable(let buffer):
                guard buffer.isInitialized, let array = buffer.array else {
                    throw BlockFailure(
                        error: UninitializedVariable(node: buffer.node), node: 0, graph: block.program.graph)
                }
                let copy = array.copied()
                frame.dynamic[index] = copy
                values.publish(copy, as: index)
            }
        }
        if block.program.writesVariables {
            for index in plan.variables.indices { values.refreshPointers(ofVariable: index) }
        }
    }

    /// Whether an output lies in memory that the frame will use for something else.
    private func isPassing(_ array: NDArray, _ inputs: [BlockValue]) -> Bool {
        for (position, value) in inputs.enumerated() {
            guard case .array(let input) = value, input.storage === array.storage else { continue }
            switch block.inputs[position].buffer {
            case .arena, .owned, .feed: return true
            case .constant, .dynamic, .fetch, .variable: return false
            }
        }
        return false
    }
}

/// A fetched output of a block was not computed.
struct DeadFetch: Error {
    var output: Int
}
