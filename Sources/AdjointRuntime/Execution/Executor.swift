import AdjointCore
import AdjointKernels

/// Runs plans: sets the run's pointers, calls the kernels in order, hands out the results.
struct Executor {
    let workers: WorkerPool
    let store: VariableStore

    /// Runs a plan on the given values, one for each feed of its request.
    ///
    /// - Returns: the values of the fetches.
    func run(_ plan: Plan, feeds: [FeedValue]) throws(GraphError) -> [NDArray] {
        let frame = plan.frames.take(for: plan)
        defer { plan.frames.put(frame) }
        store.beginRun(writing: plan.writesVariables)
        defer { store.endRun() }
        try prepare(frame, plan, feeds)
        defer { release(frame, plan) }
        var position = 0
        do {
            try execute(plan, frame, &position)
        } catch {
            throw plan.snapshot.failure(error, node: plan.steps[position].node, in: plan.graph)
        }
        return results(frame, plan)
    }

    /// Calls the kernels in order. `position` is the step at hand, for the message if it fails.
    private func execute(_ plan: Plan, _ frame: Frame, _ position: inout Int) throws {
        var arguments = KernelArguments(
            pointers: UnsafePointer(frame.table), inputCount: 0, scratch: frame.scratch, workers: workers)
        let table = UnsafePointer(frame.table)
        try plan.calls.withUnsafeBufferPointer { calls in
            while position < calls.count {
                arguments.move(
                    to: table + Int(calls[position].tableOffset), inputCount: Int(calls[position].inputCount))
                if let body = calls[position].body {
                    try body(arguments)
                } else {
                    try runUnbound(plan.steps[position], FrameValues(frame: frame, plan: plan))
                }
                if calls[position].initializes {
                    for variable in plan.steps[position].initializes { variable.isInitialized = true }
                }
                position += 1
            }
        }
    }

    /// Runs a step that has no kernel of its own.
    private func runUnbound(_ step: Plan.Step, _ values: FrameValues) throws {
        switch step.work {
        case .bound: break
        case .dynamic(let node): try DynamicExecution(node: node, values: values, workers: workers).run()
        case .block(let block):
            do {
                try BlockStep(block: block, values: values).run(workers: workers)
            } catch let failure as BlockFailure {
                if let missing = failure.error as? UninitializedVariable {
                    throw uninitialized([missing.node], values.plan)
                }
                throw values.plan.snapshot.failure(failure.error, node: failure.node, in: failure.graph)
            } catch let dead as DeadFetch {
                throw deadFetch(dead, of: step.node, in: values.plan)
            }
            let missing = step.requiredAfterwards.filter { !$0.isInitialized }
            if !missing.isEmpty { throw uninitialized(missing.map(\.node), values.plan) }
        }
    }

    private func deadFetch(_ dead: DeadFetch, of block: Int, in plan: Plan) -> GraphError {
        guard let operation = plan.graph[block].operation as? BlockOperation else {
            preconditionFailure("a fetch of no block")
        }
        let inner = operation.block
        let value = inner.outputs[dead.output]
        return plan.snapshot.deadFetch(node: inner.graph[value.node].origin, port: value.port)
    }

    private func prepare(_ frame: Frame, _ plan: Plan, _ feeds: [FeedValue]) throws(GraphError) {
        // Indices, not elements: an unspecialized iterator of these structures allocates in debug builds.
        for index in plan.requiredVariables.indices where !plan.requiredVariables[index].isInitialized {
            throw uninitialized(plan.requiredVariables.filter { !$0.isInitialized }.map(\.node), plan)
        }
        for index in feeds.indices {
            if case .scalar(let bits, _) = feeds[index] { frame.scalars[index] = bits }
            frame.feeds.append(feeds[index])
        }
        for index in plan.fetches.indices {
            let fetch = plan.fetches[index]
            // Several fetches may lead to one buffer; the array belongs to the first.
            if case .fetch(index) = fetch.buffer {
                frame.results[index] = NDArray(
                    storage: NDArrayStorage(
                        dtype: fetch.type.dtype, count: fetch.type.shape.elementCount!, zeroed: false),
                    dtype: fetch.type.dtype, dimensions: fetch.type.shape.dimensions!)
            }
        }
        for position in plan.patches.indices {
            let patch = plan.patches[position]
            switch patch.source {
            case .feed(let index):
                switch feeds[index] {
                case .array(let array): frame.table[patch.tableIndex] = array.storage.baseAddress
                case .scalar: frame.table[patch.tableIndex] = UnsafeMutableRawPointer(frame.scalars + index)
                }
            case .fetch(let index):
                frame.table[patch.tableIndex] = frame.results[index]!.storage.baseAddress
            case .variable(let index):
                if let array = plan.variables[index].array {
                    frame.table[patch.tableIndex] = array.storage.baseAddress
                }
            }
        }
    }

    private func uninitialized(_ identities: [Int], _ plan: Plan) -> GraphError {
        let missing = identities.map { plan.snapshot[plan.snapshot.node(ofStateIdentity: $0)!] }
        return GraphError(
            .uninitializedVariables,
            missing.count == 1
                ? "variable '\(missing[0].name)' is not initialized"
                : "\(missing.count) variables are not initialized: "
                    + missing.map { "'\($0.name)'" }.joined(separator: ", "),
            site: missing[0].site,
            remedy: "call session.initializeVariables(), or restore them from a checkpoint, before this run")
    }

    private func results(_ frame: Frame, _ plan: Plan) -> [NDArray] {
        plan.fetches.map { fetch in
            let array: NDArray
            switch fetch.buffer {
            case .fetch(let index): array = frame.results[index]!
            case .constant(let constant): array = constant
            case .feed(let index):
                switch frame.feeds[index] {
                case .array(let fed): array = fed
                case .scalar(let bits, let dtype):
                    array = NDArray(dtype: dtype, dimensions: []) { bytes in
                        withUnsafeBytes(of: bits) { source in
                            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<dtype.byteCount]))
                        }
                    }
                }
            case .owned(let index): array = frame.owned[index].copied()
            case .dynamic(let index): array = frame.dynamic[index]!
            case .arena, .variable: preconditionFailure("a fetched value has an array of its own")
            }
            guard let dimensions = fetch.type.shape.dimensions, dimensions != array.dimensions else { return array }
            return array.reshaped(to: dimensions)
        }
    }

    private func release(_ frame: Frame, _ plan: Plan) {
        frame.feeds.removeAll(keepingCapacity: true)
        for index in frame.results.indices { frame.results[index] = nil }
        for index in frame.dynamic.indices { frame.dynamic[index] = nil }
        for index in plan.ownedHandles { frame.owned[index].releaseObjects() }
    }
}
