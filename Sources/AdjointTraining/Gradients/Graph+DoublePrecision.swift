import AdjointCore
import AdjointOperations
import AdjointRuntime

extension Graph {
    /// A new graph with the nodes that the given tensors depend on, under the same names, in which float32 is float64.
    ///
    /// Nodes that cannot be computed so are imported all the same, and reported by the run that needs them.
    func doublePrecisionCopy(of tensors: [Tensor]) throws(GraphError) -> Graph {
        let snapshot = snapshot()
        var isNeeded = [Bool](repeating: false, count: snapshot.count)
        var stack: [Int] = []
        func need(_ index: Int) {
            guard !isNeeded[index] else { return }
            isNeeded[index] = true
            stack.append(index)
        }
        for tensor in tensors {
            guard tensor.graph === self else {
                throw GraphError(.foreignGraph, "'\(tensor.name)' belongs to another graph than the session's")
            }
            need(tensor.operation.index)
        }
        while let index = stack.popLast() {
            for input in snapshot[index].inputs { need(Int(input.node)) }
            for control in snapshot[index].controlInputs { need(Int(control)) }
        }
        let nodes = (0..<snapshot.count).filter { isNeeded[$0] }.map { index -> ImportedNode in
            let node = snapshot[index]
            let inputs = node.inputs.map { "\(snapshot[Int($0.node)].name):\($0.port)" }
            let controls = node.controlInputs.map { "^\(snapshot[Int($0)].name)" }
            return ImportedNode(
                name: node.name, type: node.type, inputs: inputs + controls,
                attributes: Attributes(node.attributes.entries.map { ($0.name, $0.value.inDoublePrecision) }))
        }
        let copy = Graph(seed: seed)
        try copy.importNodes(nodes, registry: .standard)
        return copy
    }
}

extension AttributeValue {
    fileprivate var inDoublePrecision: AttributeValue {
        switch self {
        case .type(.float32): .type(.float64)
        case .tensor(let array): .tensor(array.inDoublePrecision)
        case .list(.types(let types)): .list(.types(types.map { $0 == .float32 ? .float64 : $0 }))
        case .list(.tensors(let arrays)): .list(.tensors(arrays.map(\.inDoublePrecision)))
        default: self
        }
    }
}

extension NDArray {
    /// The same numbers as float64 where they are float32; other arrays as they are.
    var inDoublePrecision: NDArray {
        guard dtype == .float32, let doubles else { return self }
        return NDArray(doubles, dimensions: dimensions)
    }
}

extension FeedValue {
    /// The same numbers as float64 where they are float32; other values as they are.
    var inDoublePrecision: FeedValue {
        switch self {
        case .array(let array): .array(array.inDoublePrecision)
        case .scalar(let bits, .float32):
            .scalar(bits: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))).bitPattern, .float64)
        case .scalar: self
        }
    }
}
