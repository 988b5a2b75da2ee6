package import AdjointCore

/// What an op gave in several runs.
package struct ValuesOfRuns: Sendable {
    /// The op's name; of one within a call that in the plan, `call/node`.
    package let operation: String
    package let type: String
    /// A value for each run.
    package fileprivate(set) var values: [NDArray] = []
}

extension Session {
    /// The floating-point values that a tensor is computed from, its own among them, in a run for each of the feeds. Those
    /// within calls are there, too. What lies in a loop, or on a side of a conditional that is decided during the run, has no
    /// single value and is left out; what leaves it is there.
    ///
    /// - Throws: what running the tensor throws.
    package func valuesOnTheWay(to tensor: Tensor, feeding feeds: [Feeds]) throws(GraphError) -> [ValuesOfRuns] {
        let snapshot = graph.snapshot()
        var outputs: [NodeOutput] = []
        var results: [ValuesOfRuns] = []
        for (run, feeds) in feeds.enumerated() {
            let request = try planRequest(fetches: [tensor], targets: [], feeding: feeds)
            let source = try PlanSource(request, graph, snapshot)
            if run == 0 {
                outputs = try source.outputsOnTheWay()
                results = outputs.map { output in
                    let node = source.snapshot[Int(output.node)]
                    return ValuesOfRuns(operation: node.name, type: node.type)
                }
            }
            let planner = Planner(
                source: try source.fetching(outputs), rules: rules, options: options, store: store, states: states)
            let values = try executor.run(
                planner.plan(for: request),
                feeds: feeds.entries.map { $0.value.feedValue(as: $0.tensor.dtype) })
            for (index, value) in values.enumerated() { results[index].values.append(value) }
        }
        return results
    }
}

extension PlanSource {
    /// The floating-point outputs that have one value in a run.
    fileprivate func outputsOnTheWay() throws(GraphError) -> [NodeOutput] {
        let plan = try ControlBlocks.gather(
            Specialization.plan(request, order: order, foldsConstants: false, in: snapshot), snapshot: snapshot)
        let fed = Set(request.feeds.map(\.output))
        var outputs: Set<NodeOutput> = []
        func note(_ value: PlanValue, in graph: PlanGraph) {
            let type = graph.type(of: value)
            let output = NodeOutput(Int32(graph[value.node].origin), Int32(value.port))
            guard type.dtype.isFloatingPoint, !type.isReference, !fed.contains(output) else { return }
            outputs.insert(output)
        }
        for (index, isLive) in plan.liveNodes().enumerated() where isLive {
            if let block = (plan[index].operation as? BlockOperation)?.block {
                for value in block.outputs where block.graph[value.node].isExitOrMerge {
                    note(value, in: block.graph)
                }
            } else {
                for port in plan[index].outputs.indices { note(PlanValue(index, port), in: plan) }
            }
        }
        return outputs.sorted { ($0.node, $0.port) < ($1.node, $1.port) }
    }
}

extension PlanNode {
    /// Whether the node gives out what a loop or a conditional comes to.
    fileprivate var isExitOrMerge: Bool { operation.traits.role == .exit || operation.traits.role == .merge }
}
