import AdjointCore

/// The part of a graph that a plan is made of: what the fetches and targets need, given the feeds, with what calls of
/// functions stand for in their place.
struct PlanSource {
    /// The nodes; those in calls come behind the graph's own.
    let snapshot: GraphSnapshot
    /// What is asked for, in terms of these nodes.
    private(set) var request: PlanRequest
    /// The needed nodes in a topological order.
    private(set) var order: [Int]

    init(_ request: PlanRequest, _ graph: Graph) throws(GraphError) {
        try self.init(request, graph, graph.snapshot())
    }

    /// - Parameter snapshot: The nodes of the graph.
    init(_ request: PlanRequest, _ graph: Graph, _ snapshot: GraphSnapshot) throws(GraphError) {
        let pruning = try Pruning(request, in: snapshot)
        let inlining = try GraphInlining(
            snapshot, of: graph, needed: pruning.order, fed: Set(request.feeds.map(\.output)))
        guard let inlining else {
            self.snapshot = snapshot
            self.request = request
            order = pruning.order
            return
        }
        var moved = request
        moved.fetches = request.fetches.map(inlining.place)
        for index in moved.feeds.indices { moved.feeds[index].output = inlining.place(of: moved.feeds[index].output) }
        self.snapshot = inlining.snapshot
        self.request = moved
        // What a call did not need of its inputs is not needed at all.
        order = try Pruning(moved, in: inlining.snapshot).order
    }
    /// The same with other fetches, in terms of ``snapshot``.
    func fetching(_ fetches: [NodeOutput]) throws(GraphError) -> PlanSource {
        var other = self
        other.request.fetches = fetches
        other.order = try Pruning(other.request, in: snapshot).order
        return other
    }
}
