public import AdjointCore

/// Why a gradient is `nil`.
public enum MissingGradientReason: Sendable, CustomStringConvertible {
    /// The result does not depend on the tensor at all.
    case notConnected(y: Tensor, x: Tensor)
    /// Every path is cut; this is the cut nearest to the tensor.
    case cut(by: Operation, reason: String)

    /// One sentence for a user.
    public var description: String {
        switch self {
        case .notConnected(let y, let x): "'\(y.name)' does not depend on '\(x.name)'"
        case .cut(let operation, let reason):
            "\(operation)" + (operation.site.map { " (made at \($0))" } ?? "") + " lets no gradient pass: \(reason)"
        }
    }
}

extension Graph {
    /// Why the gradient of `y` with respect to `x` is `nil`; `nil` itself if it is not.
    ///
    /// - Complexity: Linear in the number of nodes that `y` depends on.
    public func missingGradientReason(of y: Tensor, withRespectTo x: Tensor) -> MissingGradientReason? {
        guard y.isValid, x.isValid, y.graph === self, x.graph === self else { return nil }
        let snapshot = snapshot()
        // Forward from x in the order of a breadth-first search: the first op that stops the gradient is the nearest.
        var isNeeded = [Bool](repeating: false, count: snapshot.count)
        var needed = [y.operation.index]
        isNeeded[y.operation.index] = true
        var consumers: [Int: [Int]] = [:]
        while let node = needed.popLast() {
            for input in snapshot[node].inputs {
                consumers[Int(input.node), default: []].append(node)
                if !isNeeded[Int(input.node)] {
                    isNeeded[Int(input.node)] = true
                    needed.append(Int(input.node))
                }
            }
        }
        let start = x.operation.index
        guard isNeeded[start] else { return .notConnected(y: y, x: x) }
        var queue = [start]
        var isSeen: Set<Int> = [start]
        var cut: MissingGradientReason?
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            if node == y.operation.index { return nil }
            for consumer in consumers[node] ?? [] where isSeen.insert(consumer).inserted {
                let operation = Operation(graph: self, index: consumer)
                let own = snapshot[consumer].definition
                let definition = own.map { (try? differentiatedDefinition(of: consumer, $0, in: snapshot)) ?? $0 }
                if let reason = definition?.cutReason(
                    inputs: snapshot[consumer].inputs, from: node, in: snapshot)
                {
                    cut = cut ?? .cut(by: operation, reason: reason)
                    isSeen.remove(consumer)
                } else {
                    queue.append(consumer)
                }
            }
        }
        return cut ?? .notConnected(y: y, x: x)
    }
}

extension OperationDefinition {
    /// Why no gradient passes this op from its inputs made by `producer`; `nil` if one may.
    fileprivate func cutReason(inputs: [NodeOutput], from producer: Int, in snapshot: GraphSnapshot) -> String? {
        switch gradientOutcome {
        case .stops(let reason), .unavailable(let reason): return reason
        case .differentiable: break
        }
        let carrying = inputs.filter { Int($0.node) == producer }
        guard !carrying.contains(where: { BackwardSubgraph.carriesGradient($0, in: snapshot) }) else { return nil }
        let dtype = carrying.first.map { snapshot[Int($0.node)].outputs[Int($0.port)].dtype.name } ?? "its"
        return "its input is \(dtype), and only floating-point tensors carry gradients"
    }
}
