package import AdjointCore

/// The pass that keeps what the fetches and targets need, given the feeds, and puts it into a topological order.
struct Pruning {
    /// The needed nodes, inputs before users; in the order of creation wherever that is one. What a loop hands to its
    /// next iteration does not count as an input of what takes it there.
    private(set) var order: [Int] = []

    init(_ request: PlanRequest, in snapshot: GraphSnapshot) throws(GraphError) {
        let fed = Set(request.feeds.map(\.output))
        var isNeeded = [Bool](repeating: false, count: snapshot.count)
        var stack: [Int] = []
        var needed: [Int] = []
        func need(_ node: Int) {
            guard !isNeeded[node] else { return }
            isNeeded[node] = true
            stack.append(node)
            needed.append(node)
        }
        for fetch in request.fetches where !fed.contains(fetch) { need(Int(fetch.node)) }
        for target in request.targets { need(target) }
        while let index = stack.popLast() {
            for input in snapshot[index].inputs where !fed.contains(input) { need(Int(input.node)) }
            for control in snapshot[index].controlInputs { need(Int(control)) }
        }
        needed.sort()
        let isOrdered = needed.allSatisfy { index in
            snapshot[index].inputs.allSatisfy {
                fed.contains($0) || Int($0.node) < index || snapshot.isBackEdge(from: $0, to: index)
            }
                && snapshot[index].controlInputs.allSatisfy { Int($0) < index }
        }
        order = isOrdered ? needed : try snapshot.topologicalOrder(of: needed, fed: fed)
    }
}

extension GraphSnapshot {
    /// Nodes with all that they read or wait for, in an order that has these first, and the lowest index first otherwise:
    /// Kahn's algorithm. Only imported graphs and those with late edges need it.
    ///
    /// - Throws: ``GraphError`` for nodes on a cycle that is no loop.
    package func topologicalOrder(
        of needed: [Int], fed: Set<NodeOutput> = []
    ) throws(GraphError) -> [Int] {
        var waiting: [Int: Int] = [:]
        var users: [Int: [Int]] = [:]
        for index in needed {
            let sources =
                self[index].inputs.filter { !fed.contains($0) && !isBackEdge(from: $0, to: index) }
                .map { Int($0.node) }
                + self[index].controlInputs.map(Int.init)
            waiting[index] = sources.count
            for source in sources { users[source, default: []].append(index) }
        }
        var ready = MinimumHeap(needed.filter { waiting[$0] == 0 })
        var order: [Int] = []
        while let index = ready.popMinimum() {
            order.append(index)
            for user in users[index] ?? [] {
                waiting[user]! -= 1
                if waiting[user] == 0 { ready.insert(user) }
            }
        }
        guard order.count == needed.count else {
            let stuck = needed.first { waiting[$0]! > 0 }!
            throw GraphError(
                .fetch, "lies on a cycle that does not lead through a loop's NextIteration and Merge",
                operationType: self[stuck].type, operationName: self[stuck].name, site: self[stuck].site)
        }
        return order
    }
}

extension GraphSnapshot {
    /// Whether an edge closes a loop: it brings a value of one iteration to the next.
    func isBackEdge(from input: NodeOutput, to node: Int) -> Bool {
        self[Int(input.node)].definition?.traits.role == .nextIteration && self[node].definition?.traits.role == .merge
    }
}

/// A binary heap of indices.
struct MinimumHeap {
    private var items: [Int] = []

    init(_ items: [Int] = []) {
        // A sorted array is a heap.
        self.items = items.sorted()
    }

    var isEmpty: Bool { items.isEmpty }

    mutating func insert(_ item: Int) {
        items.append(item)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard items[child] < items[parent] else { break }
            items.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popMinimum() -> Int? {
        guard let minimum = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return minimum }
        items[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child] < items[smallest] {
                smallest = child
            }
            guard smallest != parent else { return minimum }
            items.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
