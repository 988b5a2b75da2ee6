import AdjointCore

/// Which loop each node of a plan lies in.
///
/// A node lies where its inputs do; ops with the role `enter` go one loop deeper, and what reads an `exit` is one loop
/// further out. Loops of one name under one parent are one loop.
struct Frames {
    /// A loop; the first one stands for what is in none.
    struct Frame {
        var parent: Int
        var depth: Int
    }

    /// Loops nested deeper than this are taken for damage.
    private static let depthLimit = 64

    private(set) var frames = [Frame(parent: 0, depth: 0)]
    /// The frame of each node.
    private(set) var frame: [Int]
    /// The nodes with inputs first, what closes a loop aside.
    let order: [Int]
    private var names: [Name: Int] = [:]

    private struct Name: Hashable {
        var parent: Int
        var name: String
    }

    init(_ nodes: [PlanNode], snapshot: GraphSnapshot) throws(GraphError) {
        order = nodes.orderIgnoringBackEdges()
        frame = Array(repeating: 0, count: nodes.count)
        for index in order {
            let node = nodes[index]
            let traits = node.operation.traits
            var deepest = 0
            let sources =
                node.inputs.filter { !nodes.isBackEdge(from: $0.node, to: index) }.map(\.node) + node.controlInputs
            for source in sources {
                let outer = frameBehind(source, in: nodes)
                if frames[outer].depth > frames[deepest].depth { deepest = outer }
            }
            for source in sources where !isWithin(deepest, frameBehind(source, in: nodes)) {
                throw snapshot.failure(
                    OperationError("its inputs come from two loops, neither of which lies in the other"), of: node)
            }
            frame[index] = deepest
            guard traits.role == .enter else { continue }
            let name = Name(parent: deepest, name: traits.frameName)
            if names[name] == nil {
                guard frames[deepest].depth < Self.depthLimit else {
                    throw snapshot.failure(OperationError("loops are nested too deep"), of: node)
                }
                frames.append(Frame(parent: deepest, depth: frames[deepest].depth + 1))
                names[name] = frames.count - 1
            }
            frame[index] = names[name]!
        }
    }

    /// Where what reads a node lies.
    private func frameBehind(_ node: Int, in nodes: [PlanNode]) -> Int {
        nodes[node].operation.traits.role == .exit ? frames[frame[node]].parent : frame[node]
    }

    /// Whether frame `inner` is `outer` or lies in it.
    private func isWithin(_ inner: Int, _ outer: Int) -> Bool {
        var current = inner
        while frames[current].depth > frames[outer].depth { current = frames[current].parent }
        return current == outer
    }
}

extension [PlanNode] {
    /// Whether an edge closes a loop.
    func isBackEdge(from source: Int, to user: Int) -> Bool {
        self[source].operation.traits.role == .nextIteration && self[user].operation.traits.role == .merge
    }

    /// The nodes with inputs first; what closes a loop does not count as an input.
    func orderIgnoringBackEdges() -> [Int] {
        let roles = map(\.operation.traits.role)
        var waiting = [Int32](repeating: 0, count: count)
        var users: [[Int32]] = Array<[Int32]>(repeating: [], count: count)
        for index in indices {
            for input in self[index].inputs where !(roles[index] == .merge && roles[input.node] == .nextIteration) {
                waiting[index] += 1
                users[input.node].append(Int32(index))
            }
            for control in self[index].controlInputs {
                waiting[index] += 1
                users[control].append(Int32(index))
            }
        }
        var queue = MinimumHeap(indices.filter { waiting[$0] == 0 })
        var order: [Int] = []
        while let index = queue.popMinimum() {
            order.append(index)
            for user in users[index] {
                waiting[Int(user)] -= 1
                if waiting[Int(user)] == 0 { queue.insert(Int(user)) }
            }
        }
        return order
    }
}

extension GraphSnapshot {
    /// An error met while planning, as the user sees it.
    func failure(_ error: OperationError, of node: PlanNode) -> GraphError {
        let origin = self[node.origin]
        return GraphError(
            .fetch, error.message, operationType: origin.type, operationName: origin.name, site: origin.site)
    }
}
