import AdjointCore

/// The nodes between some sources and some results: those that a change of a source can reach a result through.
///
/// Time and space are linear in the nodes that the results depend on (plus one word for each node of the graph).
struct BackwardSubgraph {
    let snapshot: GraphSnapshot
    /// Whether each node lies between.
    private(set) var isBetween: [Bool]
    /// For each node between, how many inputs of nodes between read it: gradients it still waits for.
    private(set) var pendingCounts: [Int32]

    /// - Parameters:
    ///   - results: The nodes differentiated.
    ///   - sources: The nodes differentiated with respect to.
    ///   - stops: Nodes whose inputs are taken as constant.
    init(snapshot: GraphSnapshot, results: [Int], sources: [Int], stops: Set<Int>) {
        self.snapshot = snapshot
        let needed = Self.ancestors(of: results, stops: stops, in: snapshot)

        // Consumers, among the needed nodes only, as linked lists in two flat arrays.
        var firstConsumer = [Int32](repeating: -1, count: snapshot.count)
        var consumers: [(node: Int32, next: Int32)] = []
        for index in needed.order where !stops.contains(index) {
            for input in snapshot.inputs(of: index) where Self.carriesGradient(input, in: snapshot) {
                consumers.append((Int32(index), firstConsumer[Int(input.node)]))
                firstConsumer[Int(input.node)] = Int32(consumers.count - 1)
            }
        }
        var isBetween = [Bool](repeating: false, count: snapshot.count)
        var stack = sources.filter { needed.contains[$0] }
        for source in stack { isBetween[source] = true }
        while let node = stack.popLast() {
            var entry = firstConsumer[node]
            while entry >= 0 {
                let consumer = Int(consumers[Int(entry)].node)
                if !isBetween[consumer] {
                    isBetween[consumer] = true
                    stack.append(consumer)
                }
                entry = consumers[Int(entry)].next
            }
        }
        var pendingCounts = [Int32](repeating: 0, count: snapshot.count)
        for index in needed.order where isBetween[index] && !stops.contains(index) {
            for input in snapshot.inputs(of: index)
            where isBetween[Int(input.node)] && Self.carriesGradient(input, in: snapshot) {
                pendingCounts[Int(input.node)] += 1
            }
        }
        self.isBetween = isBetween
        self.pendingCounts = pendingCounts
    }

    /// Counts a node as lying between although no result depends on it, as the other results of a loop do.
    mutating func include(_ node: Int) {
        guard node < isBetween.count, !isBetween[node] else { return }
        isBetween[node] = true
        for input in snapshot.inputs(of: node)
        where isBetween[Int(input.node)] && Self.carriesGradient(input, in: snapshot) {
            pendingCounts[Int(input.node)] += 1
        }
    }

    /// Takes one expected gradient off a node and returns whether it waits for no more.
    mutating func receive(_ node: Int) -> Bool {
        pendingCounts[node] -= 1
        return pendingCounts[node] == 0
    }

    /// Whether gradients flow through tensors of this element type. TF: `IsTrainable`.
    static func carriesGradient(_ output: NodeOutput, in snapshot: GraphSnapshot) -> Bool {
        let dtype = snapshot.type(of: output).dtype
        return dtype.isFloatingPoint || dtype == .complex64 || dtype == .complex128 || dtype == .resource
            || dtype == .variant
    }

    /// The nodes that the results depend on along edges that carry gradients. Only these wait for gradients: a node
    /// that a result needs through an integer alone never gets one, and must not hold up its inputs.
    private static func ancestors(
        of results: [Int], stops: Set<Int>, in snapshot: GraphSnapshot
    ) -> (contains: [Bool], order: [Int]) {
        var contains = [Bool](repeating: false, count: snapshot.count)
        var order: [Int] = []
        var stack: [Int] = []
        for result in results where !contains[result] {
            contains[result] = true
            stack.append(result)
        }
        while let node = stack.popLast() {
            order.append(node)
            if stops.contains(node) { continue }
            for input in snapshot.inputs(of: node)
            where !contains[Int(input.node)] && carriesGradient(input, in: snapshot) {
                contains[Int(input.node)] = true
                stack.append(Int(input.node))
            }
        }
        return (contains, order)
    }
}
