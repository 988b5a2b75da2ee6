import AdjointCore
import AdjointFormats
import AdjointRuntime

/// The part of a graph between fed tensors and one that is computed from them, with what calls stand for in their place.
struct FrozenPrefix {
    /// The nodes, each after those it depends on, in an order that only the connections decide.
    let nodes: [Int]
    private let places: [Int: Int]
    private let fed: [NodeOutput]
    private let snapshot: GraphSnapshot

    /// - Parameter fed: What is fed, in a fixed order; what stands before it is no part.
    /// - Throws: ``GraphError`` for calls that cannot be replaced.
    init(of tensor: Tensor, fed: [Tensor]) throws(GraphError) {
        let own = tensor.graph.snapshot()
        let ownFed = fed.map(\.nodeOutput)
        let order = own.order(leadingTo: tensor.nodeOutput, fed: ownFed)
        let inlining = try GraphInlining(own, of: tensor.graph, needed: order, fed: Set(ownFed))
        guard let inlining else {
            self.init(own, order, fed: ownFed)
            return
        }
        let placed = ownFed.map(inlining.place)
        let start = inlining.place(of: tensor.nodeOutput)
        self.init(inlining.snapshot, inlining.snapshot.order(leadingTo: start, fed: placed), fed: placed)
    }

    private init(_ snapshot: GraphSnapshot, _ order: [Int], fed: [NodeOutput]) {
        self.snapshot = snapshot
        self.fed = fed
        nodes = order
        places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    }

    /// The variables among the nodes, and what sessions keep their values under.
    var variables: [(name: String, identity: Int)] {
        nodes.filter { snapshot[$0].definition?.traits.role == .variable }
            .map { (snapshot.name(of: $0), snapshot.stateIdentity(of: $0)) }
    }

    /// Every node by name, with a digest of what it computes from what.
    var parts: [FeatureHeader.Part] {
        nodes.map { index in
            let node = snapshot[index]
            var bytes = CanonicalBytes()
            bytes.append(node.type)
            bytes.append(node.attributes.withoutVariableNames)
            bytes.append(node.inputs.count)
            for input in node.inputs {
                if let feed = fed.firstIndex(of: input) {
                    bytes.append(-1 - feed)
                } else {
                    bytes.append(places[Int(input.node)] ?? 0)
                }
                bytes.append(input.port)
            }
            bytes.append(node.controlInputs.count)
            for input in node.controlInputs { bytes.append(places[Int(input)] ?? 0) }
            return FeatureHeader.Part(name: node.name, digest: Bytes(bytes.digest.bytes))
        }
    }
}

extension GraphSnapshot {
    /// The nodes that a tensor depends on, the fed ones aside, in an order that only the connections decide.
    fileprivate func order(leadingTo output: NodeOutput, fed: [NodeOutput]) -> [Int] {
        var order: [Int] = []
        var isDone: Set<Int> = []
        var isOpen: Set<Int> = []
        var stack = [Int(output.node)]
        while let index = stack.last {
            // Seen a second time, everything below it is done (or it lies on a loop, which must end somewhere).
            if isDone.contains(index) || !isOpen.insert(index).inserted {
                stack.removeLast()
                if isDone.insert(index).inserted { order.append(index) }
                continue
            }
            let node = self[index]
            let inputs = node.inputs.filter { !fed.contains($0) }.map { Int($0.node) }
            for input in (inputs + node.controlInputs.map(Int.init)).reversed() where !isOpen.contains(input) {
                stack.append(input)
            }
        }
        return order
    }
}

extension Attributes {
    /// Without the names that variables are shared by: they say which value, and that is looked at itself.
    fileprivate var withoutVariableNames: Attributes {
        var attributes = self
        attributes["container"] = nil
        attributes["shared_name"] = nil
        return attributes
    }
}
