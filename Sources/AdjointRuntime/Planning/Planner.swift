import AdjointCore

/// Compiles a request into a plan: prune and put in what calls stand for → specialize and fold → drop empty waits → common subexpressions → fuse → gather
/// control flow → order → memory → bind.
struct Planner {
    let source: PlanSource
    let rules: [any RewriteRule]
    let options: SessionOptions
    let store: VariableStore
    let states: OperationStates

    private var snapshot: GraphSnapshot { source.snapshot }

    func plan(for request: PlanRequest) throws(GraphError) -> Plan {
        var graph = try Specialization.plan(
            source.request, order: source.order, foldsConstants: options.foldsConstants, in: snapshot)
        EffectlessWaits.drop(from: &graph)
        if options.mergesCommonSubexpressions { CommonSubexpressions.merge(in: &graph) }
        let fusions = options.fusesOperations ? Fusion.apply(rules, to: &graph) : [:]
        graph = try ControlBlocks.gather(graph, snapshot: snapshot)
        let order = Schedule.order(&graph)
        let aliases = AliasAnalysis(graph, order: order)

        let variableBuffers = { (node: Int) in
            store.buffer(for: snapshot.stateIdentity(of: graph[node].origin), type: graph[node].outputs[0])
        }
        let nodeState = { (index: Int) in self.nodeState(graph, index, aliases) }
        var blocks: [Int: BlockProgram] = [:]
        for index in order {
            guard let operation = graph[index].operation as? BlockOperation else { continue }
            blocks[index] = BlockProgram(operation.block, state: self.nodeState) { [store] node, type in
                store.buffer(for: snapshot.stateIdentity(of: node), type: type)
            }
        }
        let (kernels, dynamicNodes) = try bind(graph, order: order, aliases: aliases, nodeState: nodeState)
        let memory = MemoryPlan(graph, order: order, aliases: aliases, isDynamic: dynamicNodes.contains)
        return Plan(
            graph: graph, snapshot: snapshot, request: request, order: order, memory: memory, aliases: aliases,
            dynamicNodes: dynamicNodes, blocks: blocks, kernels: kernels,
            variables: memory.variables.map(variableBuffers),
            nodeState: nodeState, fusions: fusions)
    }

    /// The session's state for a node of the plan, or of a block within it.
    private func nodeState(_ graph: PlanGraph, _ index: Int, _ aliases: AliasAnalysis) -> NodeState {
        var variables: [Int: VariableBuffer] = [:]
        for (input, value) in graph[index].inputs.enumerated() {
            if let variable = aliases.variable(of: value, in: graph) {
                variables[input] = store.buffer(
                    for: snapshot.stateIdentity(of: graph[variable].origin), type: graph[variable].outputs[0])
            }
        }
        let origin = graph[index].origin
        return NodeState(
            node: snapshot.stateIdentity(of: origin), name: snapshot[origin].name, states: states, variables: variables)
    }

    /// Binds every node whose shapes are known; the others are bound in each run.
    private func bind(
        _ graph: PlanGraph, order: [Int], aliases: AliasAnalysis, nodeState: (Int) -> NodeState
    ) throws(GraphError) -> (kernels: [Kernel?], dynamicNodes: Set<Int>) {
        var kernels = [Kernel?](repeating: nil, count: graph.nodes.count)
        var dynamicNodes: Set<Int> = []
        for index in order {
            let node = graph[index]
            let traits = node.operation.traits
            let isOwnValue = node.outputs.indices.contains { port in
                aliases.root(of: PlanValue(index, port)) == PlanValue(index, port)
            }
            guard traits.isPassage ? isOwnValue : traits.role == .compute, node.operation.constantValue == nil else {
                continue
            }
            let inputTypes = node.inputs.map { graph.type(of: $0) }
            guard !traits.hasDataDependentShapes, (inputTypes + node.outputs).allSatisfy(\.shape.isFullyKnown) else {
                dynamicNodes.insert(index)
                continue
            }
            do {
                kernels[index] = try node.operation.kernel(
                    BindingContext(
                        inputs: inputTypes.map(BindingContext.Operand.init),
                        outputs: node.outputs.map(BindingContext.Operand.init),
                        constants: node.inputs.map { graph[$0.node].constants[$0.port] }, state: nodeState(index)))
            } catch is BindingNeedsValue {
                dynamicNodes.insert(index)
            } catch {
                throw failure(error, node: index, in: graph)
            }
        }
        return (kernels, dynamicNodes)
    }

    func failure(_ error: any Error, node index: Int, in graph: PlanGraph) -> GraphError {
        snapshot.failure(error, node: index, in: graph)
    }
}

extension GraphSnapshot {
    /// An error of a kernel as the user sees it: with the node, its inputs and its source line.
    func failure(_ error: any Error, node index: Int, in graph: PlanGraph) -> GraphError {
        if let error = error as? GraphError { return error }
        let node = graph[index]
        let origin = self[node.origin]
        return GraphError(
            .value, "\(error)", operationType: node.operation.displayName, operationName: origin.name,
            site: origin.site,
            subjects: node.inputs.enumerated().map { position, input in
                let producer = self[graph[input.node].origin]
                return GraphError.Subject(
                    role: "input \(position)", name: "\(producer.name):\(input.port)", type: graph.type(of: input),
                    site: producer.site)
            })
    }
}

extension BindingContext.Operand {
    init(_ type: TensorType) { self.init(dtype: type.dtype, dimensions: type.shape.dimensions!) }
}

/// The pass that lets the registry's rewrite rules replace patterns by fused kernels.
enum Fusion {
    /// Applies the rules until none matches and returns how often each did.
    static func apply(_ rules: [any RewriteRule], to plan: inout PlanGraph) -> [String: Int] {
        var applied: [String: Int] = [:]
        // Rules see only what is needed, so that a dead user does not keep a value from being swallowed.
        plan.removeDeadNodes()
        for rule in rules {
            var count = 0
            var index = 0
            while index < plan.nodes.count {
                if !plan[index].isRemoved, plan.mayBeFused(index), rule.rewrite(index, in: &plan) { count += 1 }
                index += 1
            }
            guard count > 0 else { continue }
            applied[rule.name] = count
            plan.removeDeadNodes()
        }
        return applied
    }
}

extension PlanGraph {
    /// Whether all shapes that a node sees are known: a fused kernel has no shape rule to find them during a run. And
    /// whether it computes in single or double precision: what is computed in half precision is rounded after every op,
    /// and integers have kernels of their own.
    fileprivate func mayBeFused(_ index: Int) -> Bool {
        let types = self[index].outputs + self[index].inputs.map(type(of:))
        return types.allSatisfy { $0.shape.isFullyKnown && $0.dtype != .float16 && !$0.dtype.isInteger }
    }
}
