public import AdjointCore
import AdjointKernels
public import AdjointOperations
import Synchronization

/// Runs a graph: holds the variables' values, compiles what is asked for into plans, and executes them.
///
/// A session follows its graph: ops added later can be run at once. `run` may be called from several threads; runs that
/// write variables wait for each other, runs that only read go side by side. TF: `tf.Session`.
public final class Session: Sendable {
    /// The graph.
    public let graph: Graph
    /// How the session plans and runs.
    public let options: SessionOptions

    let workers: WorkerPool
    let store = VariableStore()
    let states = OperationStates()
    let rules: [any RewriteRule]
    private let plans = Mutex<[PlanRequest: Plan]>([:])

    /// A session on a graph, with no variable initialized.
    ///
    /// - Parameters:
    ///   - options: How to plan and run.
    ///   - registry: Where the planner's fusions come from.
    /// - Throws: the first mistake made while building the graph.
    public init(
        _ graph: Graph, options: SessionOptions = SessionOptions(), registry: OperationRegistry = .standard
    ) throws(GraphError) {
        try graph.validate()
        self.graph = graph
        self.options = options
        self.rules = registry.rewriteRules
        self.workers = options.threadCount.map { WorkerPool(threadCount: $0) } ?? .shared
    }

    /// Which kernels compute: the instruction set and the revision, as in `avx2, revision 1`. Two sessions that say the
    /// same give the same bits.
    public var kernels: String { "\(KernelTable.best.instructionSet.rawValue), revision \(KernelTable.revision)" }

    /// How many plans the session has compiled and kept.
    public var planCount: Int { plans.withLock { $0.count } }

    var executor: Executor { Executor(workers: workers, store: store) }

    /// The plan of a request: the kept one, or a new one.
    func plan(for request: PlanRequest) throws(GraphError) -> Plan {
        if let plan = plans.withLock({ $0[request] }) { return plan }
        try graph.validate()
        let planner = Planner(
            source: try PlanSource(request, graph), rules: rules, options: options, store: store, states: states)
        let plan = try planner.plan(for: request)
        FirstRun.of(graph).note(request, of: graph)
        return plans.withLock { plans in
            if let existing = plans[request] { return existing }
            plans[request] = plan
            return plan
        }
    }

    /// Sets every uninitialized variable of a collection to its initial value. TF: running the initializer, without
    /// touching what has a value already.
    public func initializeVariables(in collection: CollectionKey = .globalVariables) throws(GraphError) {
        let missing = graph.graphVariables(in: collection).filter { !isInitialized($0) }
        guard !missing.isEmpty else { return }
        try run(targets: missing.map(\.initializer))
    }

    /// Whether a variable has a value in this session.
    public func isInitialized(_ variable: any GraphVariable) -> Bool {
        store.beginRun(writing: false)
        defer { store.endRun() }
        return store.existingBuffer(for: graph.stateIdentity(of: variable.reference.operation))?.isInitialized ?? false
    }
}
