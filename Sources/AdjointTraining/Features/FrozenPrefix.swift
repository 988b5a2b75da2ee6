import AdjointCore
import AdjointFormats
import AdjointRuntime

/// The part of a graph between fed tensors and one that is computed from them.
struct FrozenPrefix {
    /// The nodes, each after those it depends on, in an order that only the connections decide.
    let nodes: [Int]
    private let places: [Int: Int]
    private let fed: [NodeOutput]
    private let snapshot: GraphSnapshot

    /// - Parameter fed: What is fed, in a fixed order; what stands before it is no part.
    init(of tensor: Tensor, fed: [Tensor]) {
        let snapshot = tensor.graph.snapshot()
        self.snapshot = snapshot
        let fed = fed.map(\.nodeOutput)
        self.fed = fed
        var order: [Int] = []
        var places: [Int: Int] = [:]
        var isOpen: Set<Int> = []
        var stack = [Int(tensor.nodeOutput.node)]
        while let index = stack.last {
            // Seen a second time, everything below it is done (or it lies on a loop, which must end somewhere).
            if places[index] != nil || !isOpen.insert(index).inserted {
                stack.removeLast()
                guard places[index] == nil else { continue }
                places[index] = order.count
                order.append(index)
                continue
            }
            let node = snapshot[index]
            let inputs = node.inputs.filter { !fed.contains($0) }.map { Int($0.node) }
            for input in (inputs + node.controlInputs.map(Int.init)).reversed() where !isOpen.contains(input) {
                stack.append(input)
            }
        }
        nodes = order
        self.places = places
    }

    /// The variables among the nodes.
    var variables: [Int] { nodes.filter { snapshot[$0].definition?.traits.role == .variable } }

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

extension Attributes {
    /// Without the names that variables are shared by: they say which value, and that is looked at itself.
    fileprivate var withoutVariableNames: Attributes {
        var attributes = self
        attributes["container"] = nil
        attributes["shared_name"] = nil
        return attributes
    }
}
