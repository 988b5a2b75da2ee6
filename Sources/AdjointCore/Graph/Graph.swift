import Synchronization

/// A computation: named operations, the tensors between them, and collections of both.
///
/// A graph only grows. Nodes are appended under one lock and never change once a session saw them, so a graph can be
/// built and run from several tasks at once. TF: `tf.Graph` with `tf.Session`'s view of it as a GraphDef.
///
/// Building never throws: the first mistake is recorded with its source line, the result is an invalid tensor, and
/// ``validate()`` (which sessions, export and gradients call) throws it.
public final class Graph: Sendable {
    /// What a builder does with a mistake.
    public enum MistakePolicy: Sendable, Hashable {
        /// Records it, to be thrown by ``Graph/validate()``.
        case record
        /// Stops the program at the line that made it, for debuggers.
        case trap
    }

    /// The seed that ops without one derive theirs from; `nil` for fresh numbers each session. TF: `set_random_seed`.
    public let seed: Int?

    /// What a builder does with a mistake.
    public let mistakePolicy: MistakePolicy

    let state: Mutex<State>

    struct State: Sendable {
        var nodes = NodeList()
        var names = NameTable()
        var collections: [CollectionKey: [StoredCollectionItem]] = [:]
        var collectionOrder: [CollectionKey] = []
        var mistakes: [GraphError] = []
        var attachments: [ObjectIdentifier: any Sendable] = [:]
    }

    /// An empty graph.
    public init(seed: Int? = nil, onError mistakePolicy: MistakePolicy = .record) {
        self.seed = seed
        self.mistakePolicy = mistakePolicy
        self.state = Mutex(State())
    }

    /// The number of nodes.
    public var count: Int { state.withLock { $0.nodes.count } }

    /// All operations in the order they were made.
    public var operations: [Operation] { (0..<count).map { Operation(graph: self, index: $0) } }

    /// The nodes as they are now, readable without locking. O(1) amortized: chunks are shared.
    public func snapshot() -> GraphSnapshot { GraphSnapshot(list: state.withLock { $0.nodes }) }

    func withNode<Result>(_ index: Int, _ body: (borrowing Node) -> Result) -> Result {
        let chunk = state.withLock { $0.nodes.chunk(of: index) }
        return withExtendedLifetime(chunk) { body(chunk.nodes[index % NodeList.chunkCapacity]) }
    }

    /// The mistakes recorded so far, in order.
    public var mistakes: [GraphError] { state.withLock { $0.mistakes } }

    /// Throws the first mistake made while building, if there was one.
    public func validate() throws(GraphError) {
        if let mistake = state.withLock({ $0.mistakes.first }) { throw mistake }
    }

    /// Records a mistake and returns the invalid tensor that stands for the missing result.
    @discardableResult
    public func record(_ mistake: GraphError) -> Tensor {
        if mistakePolicy == .trap { fatalError(mistake.description) }
        let index = state.withLock { state in
            state.mistakes.append(mistake)
            return state.mistakes.count
        }
        return Tensor(graph: self, node: Int32(-index), port: 0)
    }

    /// Reserves and returns a name that nothing in the graph has. TF: `Graph.unique_name`.
    public func makeUniqueName(_ name: String) -> String {
        state.withLock { $0.names.makeUnique(name) }
    }

    /// Whether a node or scope has the name, case aside.
    public func isNameInUse(_ name: String) -> Bool { state.withLock { $0.names.contains(name) } }

    func foreignGraphError(_ name: String) -> GraphError {
        GraphError(
            .foreignGraph, "'\(name)' belongs to another graph",
            remedy: "build both in one graph, or import one graph into the other")
    }
}
