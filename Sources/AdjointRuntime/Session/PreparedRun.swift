import AdjointCore
import Synchronization

/// What a prepared step does, whatever form its feeds come in.
final class PreparedRun: Sendable {
    /// How many plans are kept; the least recently made goes first.
    private static let planLimit = 8

    let session: Session
    let feeds: [Tensor]
    let feedTypes: [TensorType]
    private let fetches: [NodeOutput]
    private let targets: [Int]
    private let feedOutputs: [NodeOutput]
    private let executor: Executor
    private let plans = Mutex<[Plan]>([])
    private let freeBuffers = Mutex<[FeedBuffer]>([])

    init(session: Session, fetches: [Tensor], targets: [Operation], feeds: [Tensor]) throws(GraphError) {
        try session.graph.validate()
        self.session = session
        self.fetches = try fetches.map { tensor throws(GraphError) in try session.nodeOutput(tensor) }
        self.targets = try targets.map { target throws(GraphError) in try session.nodeIndex(target) }
        self.feeds = feeds
        self.feedOutputs = try feeds.map { tensor throws(GraphError) in try session.nodeOutput(tensor) }
        self.feedTypes = feeds.map(\.type)
        self.executor = session.executor
    }

    func callAsFunction(_ feeds: FeedBuffer) throws(GraphError) -> [NDArray] {
        try executor.run(plan(for: feeds), feeds: feeds.values)
    }

    private func plan(for feeds: FeedBuffer) throws(GraphError) -> Plan {
        let values = feeds.values
        guard values.count == self.feeds.count else {
            throw GraphError(
                .feed, "the step was prepared for \(self.feeds.count) values and called with \(values.count)",
                remedy: "pass them in the order of `feeding:`: " + self.feeds.map(\.name).joined(separator: ", "))
        }
        let known = plans.withLock { plans -> Plan? in
            for position in plans.indices where plans[position].request.accepts(values) { return plans[position] }
            return nil
        }
        if let known {
            // Shapes were checked when the plan was made; types may differ from call to call only in dynamic feeds.
            for index in values.indices where values[index].dtype != feedTypes[index].dtype {
                try session.check(values[index], for: self.feeds[index], feedTypes[index])
            }
            return known
        }
        for index in values.indices { try session.check(values[index], for: self.feeds[index], feedTypes[index]) }
        let request = PlanRequest(
            fetches: fetches, targets: targets,
            feeds: zip(feedOutputs, values).map { PlanRequest.Feed($0, $1) })
        let plan = try session.plan(for: request)
        plans.withLock { plans in
            if plans.count == Self.planLimit { plans.removeFirst() }
            plans.append(plan)
        }
        return plan
    }

    func takeFeeds() -> FeedBuffer { freeBuffers.withLock { $0.popLast() } ?? FeedBuffer(capacity: feeds.count) }

    func giveBack(_ buffer: FeedBuffer) {
        buffer.values.removeAll(keepingCapacity: true)
        freeBuffers.withLock { $0.append(buffer) }
    }
}

/// The values of one call of a prepared step, in memory that the next call uses again.
///
/// `@unchecked Sendable`: a buffer belongs to one call at a time; the pool hands it from one to the next.
final class FeedBuffer: @unchecked Sendable {
    var values: [FeedValue] = []

    init(capacity: Int) { values.reserveCapacity(capacity) }

    /// Converts a value for the tensor at the next position; one too many is kept, and refused by the run.
    func append(_ value: some Feedable, types: [TensorType]) {
        values.append(value.feedValue(as: values.count < types.count ? types[values.count].dtype : .float32))
    }
}
