/// A value inside a plan: an output of one of its nodes.
public struct PlanValue: Sendable, Hashable {
    // Half the size of two `Int`: a plan holds one for every input of every node, and more.
    private let nodeIndex: Int32
    private let portIndex: Int32

    /// The index of the plan node.
    public var node: Int { Int(nodeIndex) }
    /// Which output.
    public var port: Int { Int(portIndex) }

    /// Output `port` of plan node `node`.
    public init(_ node: Int, _ port: Int = 0) {
        nodeIndex = Int32(node)
        portIndex = Int32(port)
    }
}

/// A node of a plan: an op of the graph, or a fused kernel in the place of several.
public struct PlanNode: Sendable {
    /// What it computes.
    public var operation: any ExecutableOperation
    /// Its data inputs.
    public var inputs: [PlanValue]
    /// Plan nodes that must run before.
    public var controlInputs: [Int]
    /// Element types and shapes of its outputs.
    public var outputs: [TensorType]
    /// The graph node it comes from: whose state it uses, and whose name and source line messages show.
    public var origin: Int
    /// The elements of the outputs where they cannot change from step to step.
    public var constants: [NDArray?]
    /// Whether nothing needs the node any more; rules pass it over.
    public internal(set) var isRemoved = false

    /// A node from its parts.
    public init(
        operation: any ExecutableOperation, inputs: [PlanValue], controlInputs: [Int] = [], outputs: [TensorType],
        origin: Int, constants: [NDArray?] = []
    ) {
        self.operation = operation
        self.inputs = inputs
        self.controlInputs = controlInputs
        self.outputs = outputs
        self.origin = origin
        // Nodes with nothing known share their lists.
        self.constants =
            constants.contains { $0 != nil }
            ? constants
            : outputs.count == 1 ? Self.oneUnknown : Array(repeating: nil, count: outputs.count)
    }

    private static let oneUnknown: [NDArray?] = [nil]
}

/// What a plan is before it is scheduled: the pruned part of the graph that passes rewrite.
///
/// Fused kernels exist here only, never in the graph, so that export cannot leak them. Rules work through the
/// operations below; nodes that nothing needs any more are dropped when the rules are done.
public struct PlanGraph: Sendable {
    /// The nodes; indices stay valid while rules run.
    public private(set) var nodes: [PlanNode]
    /// Values that are fetched: they keep their place and type.
    public private(set) var fetches: [PlanValue]
    /// Nodes that must run although nothing reads them.
    public private(set) var targets: [Int]
    /// For each node, who reads which of its outputs; one entry for each input that does.
    private var uses: [[Use]] = []
    /// For each node, who waits for it.
    private var waiters: [[Int32]] = []

    private struct Use {
        var port: Int32
        var user: Int32
    }

    /// A plan graph; `fetches` and `targets` name what must be computed.
    public init(nodes: [PlanNode], fetches: [PlanValue], targets: [Int]) {
        self.nodes = nodes
        self.fetches = fetches
        self.targets = targets
        uses = Array(repeating: [], count: nodes.count)
        waiters = Array(repeating: [], count: nodes.count)
        for index in nodes.indices { link(index) }
    }

    /// Node `index`. Reading a part of it copies that part alone.
    public subscript(index: Int) -> PlanNode { _read { yield nodes[index] } }

    /// Calls `body` with the node behind each input and each wait of node `index`.
    public func forEachSource(of index: Int, _ body: (Int) -> Void) {
        for input in nodes[index].inputs { body(input.node) }
        for control in nodes[index].controlInputs { body(control) }
    }

    /// The type of a value.
    public func type(of value: PlanValue) -> TensorType { nodes[value.node].outputs[value.port] }

    /// The op behind a value, if it is of the given kind.
    public func producer<Operation: ExecutableOperation>(
        of value: PlanValue, as type: Operation.Type
    ) -> Operation? {
        nodes[value.node].operation as? Operation
    }

    /// The nodes that read a value, one entry for each input that does.
    public func users(of value: PlanValue) -> [Int] {
        uses[value.node].filter { Int($0.port) == value.port }.map { Int($0.user) }
    }

    /// The nodes that wait for a node without reading it.
    public func controlUsers(of node: Int) -> [Int] { waiters[node].map(Int.init) }

    /// Whether a value is fetched.
    public func isFetched(_ value: PlanValue) -> Bool { fetches.contains(value) }

    /// The only input that reads `value`, as the index of its node; `nil` if there are others or it is fetched.
    ///
    /// A value with a sole user may be swallowed by a fusion; any other must stay addressable.
    public func soleUser(of value: PlanValue) -> Int? {
        var user: Int?
        for use in uses[value.node] where Int(use.port) == value.port {
            guard user == nil else { return nil }
            user = Int(use.user)
        }
        return isFetched(value) ? nil : user
    }

    /// Adds a node and returns its index.
    public mutating func append(_ node: PlanNode) -> Int {
        nodes.append(node)
        uses.append([])
        waiters.append([])
        link(nodes.count - 1)
        return nodes.count - 1
    }

    /// Makes every reader (and fetch) of `old` read `new` instead.
    public mutating func redirect(_ old: PlanValue, to new: PlanValue) {
        guard old != new else { return }
        for user in Set(users(of: old)) {
            for index in nodes[user].inputs.indices where nodes[user].inputs[index] == old {
                nodes[user].inputs[index] = new
                uses[new.node].append(Use(port: Int32(new.port), user: Int32(user)))
            }
        }
        uses[old.node].removeAll { Int($0.port) == old.port }
        for index in fetches.indices where fetches[index] == old { fetches[index] = new }
    }

    /// Makes the fetches of `old`, but none of its other readers, fetch `new` instead.
    public mutating func redirectFetches(from old: PlanValue, to new: PlanValue) {
        for index in fetches.indices where fetches[index] == old { fetches[index] = new }
    }

    /// Makes everything that waits for node `old` wait for node `new` instead.
    public mutating func redirectControl(from old: Int, to new: Int) {
        guard old != new else { return }
        for user in controlUsers(of: old) {
            for index in nodes[user].controlInputs.indices where nodes[user].controlInputs[index] == old {
                nodes[user].controlInputs[index] = new
            }
            waiters[new].append(Int32(user))
        }
        waiters[old] = []
        for index in targets.indices where targets[index] == old { targets[index] = new }
    }

    /// Replaces what node `index` computes, keeping its outputs.
    public mutating func replace(_ index: Int, operation: any ExecutableOperation, inputs: [PlanValue]) {
        for node in Set(nodes[index].inputs.map(\.node)) { uses[node].removeAll { Int($0.user) == index } }
        nodes[index].operation = operation
        nodes[index].inputs = inputs
        linkInputs(index)
    }

    /// Whether each node, by index, is needed by the fetches and targets; what passes left behind is not. O(edges).
    public func liveNodes() -> [Bool] {
        var isLive = [Bool](repeating: false, count: nodes.count)
        var stack: [Int] = []
        func mark(_ node: Int) {
            guard !isLive[node] else { return }
            isLive[node] = true
            stack.append(node)
        }
        for fetch in fetches { mark(fetch.node) }
        for target in targets { mark(target) }
        while let index = stack.popLast() {
            for input in nodes[index].inputs { mark(input.node) }
            for control in nodes[index].controlInputs { mark(control) }
        }
        return isLive
    }

    /// Takes away the edges of nodes that no fetch or target needs, so that they no longer count as users.
    public mutating func removeDeadNodes() {
        let isLive = liveNodes()
        for index in nodes.indices {
            if isLive[index] {
                uses[index].removeAll { !isLive[Int($0.user)] }
                waiters[index].removeAll { !isLive[Int($0)] }
            } else {
                nodes[index].inputs = []
                nodes[index].controlInputs = []
                nodes[index].isRemoved = true
                uses[index] = []
                waiters[index] = []
            }
        }
    }

    /// Replaces the nodes that a node waits for.
    public mutating func setControlInputs(_ controlInputs: [Int], of node: Int) {
        for old in nodes[node].controlInputs { waiters[old].removeAll { Int($0) == node } }
        nodes[node].controlInputs = controlInputs
        for new in controlInputs { waiters[new].append(Int32(node)) }
    }

    /// Adds an ordering edge.
    public mutating func addControlInput(_ input: Int, to node: Int) {
        guard !nodes[node].controlInputs.contains(input) else { return }
        nodes[node].controlInputs.append(input)
        waiters[input].append(Int32(node))
    }

    private mutating func link(_ index: Int) {
        linkInputs(index)
        for control in nodes[index].controlInputs { waiters[control].append(Int32(index)) }
    }

    private mutating func linkInputs(_ index: Int) {
        for input in nodes[index].inputs { uses[input.node].append(Use(port: Int32(input.port), user: Int32(index))) }
    }
}

/// A planner rule that replaces a pattern of nodes by something that computes the same bits faster.
///
/// The law: the plan's fetched values are bit-equal with and without the rule.
public protocol RewriteRule: Sendable {
    /// The name `explain` shows.
    var name: String { get }

    /// Tries the pattern with its last node at `node`; returns whether it rewrote anything.
    func rewrite(_ node: Int, in plan: inout PlanGraph) -> Bool
}
