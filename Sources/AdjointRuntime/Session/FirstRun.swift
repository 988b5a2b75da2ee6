public import AdjointCore
import Synchronization

/// How many ops a graph had when a session first ran it for more than initial values.
final class FirstRun: Sendable {
    private let operationCount = Mutex<Int?>(nil)

    static func of(_ graph: Graph) -> FirstRun {
        graph.attachment(FirstRun.self) { FirstRun() }
    }

    /// The count; `nil` before that run.
    var count: Int? { operationCount.withLock { $0 } }

    /// Notes that a plan was made for a request.
    func note(_ request: PlanRequest, of graph: Graph) {
        guard count == nil else { return }
        if request.fetches.isEmpty {
            let initializers = Set(graph.graphVariables(in: .globalVariables).map(\.initializer.index))
            if request.targets.allSatisfy(initializers.contains) { return }
        }
        let operationCount = graph.count
        self.operationCount.withLock { $0 = $0 ?? operationCount }
    }
}

extension Graph {
    /// How many ops the graph had when a session first ran it for more than initial values; `nil` before that.
    ///
    /// Ops beyond it were added since. A graph that grows with every step is a mistake that costs memory and time.
    public var operationCountAtFirstRun: Int? { FirstRun.of(self).count }
}
