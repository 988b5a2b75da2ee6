public import AdjointCore

/// Whether the gradients of an op's inputs wait for each other. TF: `Optimizer.GATE_NONE`, `GATE_OP`.
public enum GradientGating: Sendable, Hashable {
    /// They do not.
    case none
    /// An op's input gradients are all computed before any is used, which keeps updates from racing with reads.
    case operation
}

extension Graph {
    /// Builds the gradients d(Σ ys)/dx for each x of `xs`, as ops of this graph.
    ///
    /// Entry i is `nil` if no path leads from `xs[i]` to a result along which gradients flow;
    /// ``missingGradientReason(of:withRespectTo:)`` tells which op cut it. Being graph, the gradients can be fetched,
    /// exported and differentiated again. Node names are TensorFlow's: `gradients/<op>_grad/…`.
    ///
    /// A mistake (a foreign tensor, an op whose gradient is not available) is recorded like any builder's.
    /// - Parameters:
    ///   - ys: The results, of a floating-point type.
    ///   - xs: What to differentiate with respect to; any tensors of the graph.
    ///   - gradientsOfYs: The gradient to start with at each y; ones by default.
    ///   - stops: Tensors through which nothing is differentiated. TF: `stop_gradients`.
    ///   - gating: Whether each op's input gradients wait for each other.
    ///   - name: The name scope, `gradients` by default.
    /// - Complexity: Linear in the number of nodes that ys depend on.
    public func gradients(
        of ys: [Tensor], withRespectTo xs: [Tensor], gradientsOfYs: [Tensor?]? = nil, stoppingAt stops: [Tensor] = [],
        gating: GradientGating = .none, name: String = "gradients", file: StaticString = #fileID, line: UInt = #line
    ) -> [Tensor?] {
        let site = CreationSite(file, line)
        return differentiating(
            ys, xs, gradientsOfYs, stops, gating, name, site, finish: { $0?.tensor(file: file, line: line) })
    }

    /// Builds the gradients of one result. See ``gradients(of:withRespectTo:gradientsOfYs:stoppingAt:gating:name:file:line:)``.
    public func gradients(
        of y: Tensor, withRespectTo xs: [Tensor], name: String = "gradients", file: StaticString = #fileID,
        line: UInt = #line
    ) -> [Tensor?] {
        gradients(of: [y], withRespectTo: xs, name: name, file: file, line: line)
    }
}

extension Graph {
    /// Builds the gradients d(Σ ys)/dx as ``gradients(of:withRespectTo:gradientsOfYs:stoppingAt:gating:name:file:line:)``
    /// does, and leaves those that have few rows other than zero as slices.
    ///
    /// Such are the gradients of what was gathered: an optimizer then touches the gathered rows alone. Slices of several
    /// gathers are joined; a sum of slices and a tensor is a tensor. TF: `tf.gradients`, whose entries may be
    /// `IndexedSlices`.
    public func sparseGradients(
        of ys: [Tensor], withRespectTo xs: [Tensor], gradientsOfYs: [Tensor?]? = nil, stoppingAt stops: [Tensor] = [],
        gating: GradientGating = .none, name: String = "gradients", file: StaticString = #fileID, line: UInt = #line
    ) -> [Gradient?] {
        differentiating(ys, xs, gradientsOfYs, stops, gating, name, CreationSite(file, line), finish: { $0 })
    }

    /// Checks what is asked for and runs the sweep; `finish` makes each gradient what the caller wants, in the scope of
    /// the gradients.
    private func differentiating<Result>(
        _ ys: [Tensor], _ xs: [Tensor], _ gradientsOfYs: [Tensor?]?, _ stops: [Tensor], _ gating: GradientGating,
        _ name: String, _ site: CreationSite, finish: (Gradient?) -> Result?
    ) -> [Result?] {
        for tensor in ys + xs + stops where tensor.graph !== self {
            record(GraphError(.foreignGraph, "'\(tensor.name)' belongs to another graph", site: site))
            return xs.map { _ in nil }
        }
        guard (ys + xs + stops).allSatisfy(\.isValid) else { return xs.map { _ in nil } }
        for y in ys where !y.dtype.isFloatingPoint {
            record(
                GraphError(
                    .gradient, "'\(y.name)' is \(y.dtype.name); only floating-point results have gradients", site: site,
                    remedy: "cast to float32 before the loss"))
            return xs.map { _ in nil }
        }
        if let gradientsOfYs, gradientsOfYs.count != ys.count {
            record(
                GraphError(.gradient, "\(gradientsOfYs.count) starting gradients for \(ys.count) results", site: site))
            return xs.map { _ in nil }
        }
        guard buildCalls(between: xs, and: ys, stoppingAt: stops, site) else { return xs.map { _ in nil } }
        return nameScope(name) {
            var driver = GradientDriver(graph: self, ys: ys, xs: xs, stops: stops, gating: gating, site: site)
            return driver.run(startingWith: gradientsOfYs).map(finish)
        }
    }
}

/// One reverse sweep: hands every op between sources and results the gradients of its outputs, once all have arrived.
private struct GradientDriver {
    let graph: Graph
    let ys: [Tensor]
    let xs: [Tensor]
    let gating: GradientGating
    let site: CreationSite
    let stopNodes: Set<Int>
    var subgraph: BackwardSubgraph
    /// The gradients that arrived at each output so far.
    var arrived: [NodeOutput: [Gradient]] = [:]
    /// The loops that the sweep goes through.
    let loops: LoopGradients

    init(graph: Graph, ys: [Tensor], xs: [Tensor], stops: [Tensor], gating: GradientGating, site: CreationSite) {
        self.graph = graph
        let (snapshot, place) = graph.snapshot().readingBuiltCalls(of: graph)
        let (ys, xs) = (ys.map { graph.output(place($0.nodeOutput)) }, xs.map { graph.output(place($0.nodeOutput)) })
        self.ys = ys
        self.xs = xs
        self.gating = gating
        self.site = site
        stopNodes = Set(stops.map { Int(place($0.nodeOutput).node) })
        subgraph = BackwardSubgraph(
            snapshot: snapshot, results: ys.map(\.operation.index), sources: xs.map(\.operation.index),
            stops: stopNodes)
        loops = LoopGradients(graph: graph)
        let exits = (0..<snapshot.count).filter { [subgraph] in subgraph.isBetween[$0] && snapshot.isExit($0) }
        for exit in loops.add(loopsOf: exits) { subgraph.include(Int(exit.node)) }
    }

    mutating func run(startingWith given: [Tensor?]?) -> [Gradient?] {
        var queue: [Int] = []
        var isQueued: Set<Int> = []
        for (index, y) in ys.enumerated() {
            let start = given?[index] ?? ones(like: y, name: "grad_ys_\(index)")
            arrived[output(of: y), default: []].append(.dense(start))
        }
        for y in ys {
            let node = y.operation.index
            if subgraph.isBetween[node], subgraph.pendingCounts[node] == 0, isQueued.insert(node).inserted {
                queue.append(node)
            }
        }
        let sources = Set(xs.map { output(of: $0) })
        let unused = loops.unusedExits(pendingCount: { subgraph.pendingCounts[$0] }, results: isQueued)
        for exit in unused where BackwardSubgraph.carriesGradient(exit, in: subgraph.snapshot) {
            arrived[exit, default: []].append(.dense(loops.zeros(likeExit: exit)))
            queue.append(Int(exit.node))
        }
        var head = 0
        while head < queue.count {
            let index = queue[head]
            head += 1
            process(index, sources: sources)
            guard !stopNodes.contains(index) else { continue }
            for input in subgraph.snapshot.inputs(of: index)
            where subgraph.isBetween[Int(input.node)]
                && BackwardSubgraph.carriesGradient(input, in: subgraph.snapshot)
            {
                receive(input, &queue)
            }
        }
        loops.finish()
        return xs.map { x in
            arrived[output(of: x)].flatMap { gradients in aggregate(gradients) }
        }
    }

    /// Takes one expected gradient off the producer of `input` and queues what waits for no more.
    ///
    /// A loop's switch goes on with the gradient from the loop's end before that from its body is there. A loop's
    /// results go on together: those without a gradient get zeros if another has one.
    private mutating func receive(_ input: NodeOutput, _ queue: inout [Int]) {
        let node = Int(input.node)
        let isReady = subgraph.receive(node)
        guard !loops.isEmpty else {
            if isReady { queue.append(node) }
            return
        }
        guard isReady || (subgraph.pendingCounts[node] > 0 && isLoopSwitch(node)) else { return }
        guard subgraph.snapshot.isExit(node), let gradient = loops.gradient(ofNode: node, before: false) else {
            queue.append(node)
            return
        }
        gradient.update { state in
            state.deferredExits.append(input)
            state.pendingExitCount -= 1
        }
        let state = gradient.current
        guard state.pendingExitCount == 0 else { return }
        let used = state.deferredExits.filter { arrived[$0] != nil }
        let unused = state.unusedExits + state.deferredExits.filter { arrived[$0] == nil }
        queue += used.map { Int($0.node) }
        for exit in unused {
            if !used.isEmpty, BackwardSubgraph.carriesGradient(exit, in: subgraph.snapshot) {
                arrived[exit, default: []].append(.dense(loops.zeros(likeExit: exit)))
            }
            queue.append(Int(exit.node))
        }
    }

    private func isLoopSwitch(_ node: Int) -> Bool {
        subgraph.snapshot.definition(of: node)?.traits.role == .switch && graph.context(of: node)?.isLoop ?? false
    }

    private mutating func process(_ index: Int, sources: Set<NodeOutput>) {
        var outputGradients: [Gradient?] = []
        for port in subgraph.snapshot.outputs(of: index).indices {
            let key = NodeOutput(Int32(index), Int32(port))
            let total = arrived[key].flatMap { gradients in
                loops.inContext(ofNode: index, before: true) { aggregate(gradients) }
            }
            if let total {
                if sources.contains(key) { arrived[key] = [total] } else { arrived[key] = nil }
            }
            outputGradients.append(total)
        }
        let inputs = subgraph.snapshot.inputs(of: index)
        guard outputGradients.contains(where: { $0 != nil }), !inputs.isEmpty, !stopNodes.contains(index) else {
            return
        }
        for (input, gradient) in zip(inputs, inputGradients(of: index, outputGradients)) {
            if let gradient { arrived[input, default: []].append(gradient) }
        }
    }

    /// Builds the gradients of a node's inputs from those of its outputs; none if it stops them, or after a mistake.
    private func inputGradients(of index: Int, _ outputGradients: [Gradient?]) -> [Gradient?] {
        let operation = Operation(graph: graph, index: index)
        let name = subgraph.snapshot.name(of: index)
        func mistake(_ message: String, remedy: String? = nil) -> [Gradient?] {
            graph.record(
                GraphError(
                    .gradient, message, operationType: operation.type, operationName: name, site: site, remedy: remedy))
            return []
        }
        guard let own = subgraph.snapshot.definition(of: index) else {
            return mistake("an op of this type is not known, so it cannot be differentiated")
        }
        let definition: any OperationDefinition
        do throws(OperationError) {
            definition = try graph.differentiatedDefinition(of: index, own, in: subgraph.snapshot)
        } catch {
            return mistake(error.message, remedy: "put a stopGradient before it, or leave it out of the loss")
        }
        if subgraph.snapshot.isExit(index), graph.context(of: index) == nil {
            return mistake(
                "the loop it belongs to is not known, so it cannot be differentiated",
                remedy: "import the MetaGraph, whose collection while_context describes the loops")
        }
        switch definition.gradientOutcome {
        case .stops: return []
        case .unavailable(let reason):
            return mistake(
                "has no gradient: \(reason)", remedy: "put a stopGradient before it, or leave it out of the loss")
        case .differentiable:
            return loops.inContext(ofNode: index, before: false) {
                build(definition, operation, outputGradients, scope: name + "_grad")
            }
        }
    }

    /// Builds the gradients of an op's inputs by the rule of `definition`, in a name scope.
    private func build(
        _ definition: any OperationDefinition, _ operation: Operation, _ outputGradients: [Gradient?], scope: String
    ) -> [Gradient?] {
        let outputs = subgraph.snapshot.outputs(of: operation.index)
        var zeros: [Int: Tensor] = [:]
        for (port, gradient) in outputGradients.enumerated()
        where gradient == nil && (outputs[port].dtype.isFloatingPoint || isHandleSwitch(operation.index)) {
            zeros[port] = loops.zeros(like: operation, port)
        }
        return graph.nameScope(scope) {
            let context = GradientContext(
                operation: operation,
                arrivedGradients: definition.takesSlices
                    ? outputGradients : outputGradients.map { $0.map { .dense($0.tensor()) } },
                zeros: { [zeros] tensor in zeros[tensor.outputIndex] ?? tensor.zerosLike(optimize: false) },
                dense: { Gradient.slices($0).tensor() })
            let built = definition.buildGradient(context)
            precondition(
                built.count == context.inputs.count,
                "\(operation.type): \(built.count) gradients for \(context.inputs.count) inputs")
            return gating == .operation ? gate(built) : built
        }
    }

    /// Whether a node hands the handle of a variable to one side of a conditional.
    private func isHandleSwitch(_ node: Int) -> Bool {
        graph.isSwitch(node) && Operation(graph: graph, index: node).inputs.first?.dtype == .resource
    }

    /// Ties gradients together, so that each waits for all. TF: `control_flow_ops.tuple`.
    private func gate(_ gradients: [Gradient?]) -> [Gradient?] {
        guard gradients.lazy.filter({ $0 != nil }).count > 1 else { return gradients }
        return graph.nameScope("tuple") {
            let gradientOperations = gradients.compactMap { $0.flatMap { $0.isValid ? $0.values.operation : nil } }
            guard let gateOperation = graph.group(gradientOperations, name: "group_deps") else { return gradients }
            return gradients.map { gradient in
                gradient?.mapValues { values in
                    guard values.isValid else { return values }
                    return graph.colocated(with: values.operation) {
                        graph.addTensor(
                            Identity(), inputs: [values], name: "control_dependency", controlInputs: [gateOperation],
                            site: site)
                    }
                }
            }
        }
    }

    /// The sum. TF: `AggregateIndexedSlicesGradients`.
    private func aggregate(_ gradients: [Gradient]) -> Gradient? {
        guard let first = gradients.first else { return nil }
        guard gradients.count > 1 else { return first }
        let (file, line) = (site.fileID, site.line)
        let slices = gradients.compactMap { if case .slices(let slices) = $0 { slices } else { nil } }
        guard slices.count == gradients.count else {
            return .dense(addN(gradients.map { $0.tensor(file: file, line: line) }, file: file, line: line))
        }
        var indices = slices.map(\.indices)
        if indices.contains(where: { $0.dtype != indices[0].dtype }) {
            indices = indices.map { $0.dtype == .int64 ? $0 : $0.cast(to: .int64, file: file, line: line) }
        }
        return .slices(
            IndexedSlices(
                values: concatenate(slices.map(\.values), axis: 0, file: file, line: line),
                indices: concatenate(indices, axis: 0, file: file, line: line), denseShape: slices[0].denseShape))
    }

    private func ones(like tensor: Tensor, name: String) -> Tensor {
        graph.ones(shape: tensor.shapeTensor(), dtype: tensor.dtype, name: name)
    }

    private func output(of tensor: Tensor) -> NodeOutput {
        NodeOutput(Int32(tensor.operation.index), Int32(tensor.outputIndex))
    }
}

/// How differentiation meets an op, without its concrete type.
enum GradientOutcome {
    case differentiable
    case stops(reason: String)
    case unavailable(reason: String)
}

extension OperationDefinition {
    var gradientOutcome: GradientOutcome {
        switch Self.gradient {
        case .differentiable, .sparselyDifferentiable: .differentiable
        case .stopsGradient(let reason): .stops(reason: reason)
        case .notDifferentiable(let reason): .unavailable(reason: reason)
        }
    }

    /// Whether the rule takes gradients that are slices as they are.
    var takesSlices: Bool {
        if case .sparselyDifferentiable = Self.gradient { true } else { false }
    }

    func buildGradient(_ context: GradientContext) -> [Gradient?] {
        switch Self.gradient {
        case .differentiable(let rule): rule(self, context).map { $0.map { .dense($0) } }
        case .sparselyDifferentiable(let rule): rule(self, context)
        case .stopsGradient, .notDifferentiable: preconditionFailure("\(Self.type) has no rule")
        }
    }
}

extension GraphSnapshot {
    /// Whether a node takes a value out of a loop.
    fileprivate func isExit(_ node: Int) -> Bool { definition(of: node)?.traits.role == .exit }
}
