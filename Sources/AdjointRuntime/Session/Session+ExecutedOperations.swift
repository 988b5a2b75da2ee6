public import AdjointCore

extension Session {
    /// The operations that a run would need, in the order they were made: those its fetches and targets depend on,
    /// without what stands before fed tensors and without the sides of conditionals that the feeds, or the defaults of
    /// what is not fed, rule out.
    ///
    /// Ops that are computed when the run is compiled (constants, shapes) may be left out.
    /// - Parameter feeds: Values as in a run; only their shapes matter, and the elements of single bools.
    /// - Throws: what compiling the run throws.
    public func executedOperations(
        fetches: [Tensor] = [], targets: [Operation] = [], feeding feeds: Feeds = [:]
    ) throws(GraphError) -> [Operation] {
        let (snapshot, nodes) = try executedNodes(fetches: fetches, targets: targets, feeding: feeds)
        let own = Set(nodes.map(snapshot.graphNode))
        return own.sorted().map { Operation(graph: graph, index: $0) }
    }

    /// As ``executedOperations(fetches:targets:feeding:)``, with the ops within calls in the place of these: their nodes in
    /// a snapshot that holds them.
    package func executedNodes(
        fetches: [Tensor] = [], targets: [Operation] = [], feeding feeds: Feeds = [:]
    ) throws(GraphError) -> (snapshot: GraphSnapshot, nodes: [Int]) {
        let request = try planRequest(fetches: fetches, targets: targets, feeding: feeds)
        let source = try PlanSource(request, graph)
        let plan = try Specialization.plan(
            source.request, order: source.order, foldsConstants: options.foldsConstants, in: source.snapshot)
        var origins: Set<Int> = []
        for (index, isLive) in plan.liveNodes().enumerated() where isLive { origins.insert(plan[index].origin) }
        // A fed tensor's node is in the plan as the place where the value comes in; it does not run itself.
        let fed = Set((request.feeds + source.request.feeds).map { Int($0.output.node) })
        return (source.snapshot, origins.subtracting(fed).sorted())
    }

    /// A request for the given fetches, targets and feeds.
    func planRequest(
        fetches: [Tensor], targets: [Operation], feeding feeds: Feeds
    ) throws(GraphError) -> PlanRequest {
        PlanRequest(
            fetches: try fetches.map { tensor throws(GraphError) in try nodeOutput(tensor) },
            targets: try targets.map { target throws(GraphError) in try nodeIndex(target) },
            feeds: try feeds.entries.map { entry throws(GraphError) in
                PlanRequest.Feed(try nodeOutput(entry.tensor), entry.value.feedValue(as: entry.tensor.dtype))
            })
    }
}
