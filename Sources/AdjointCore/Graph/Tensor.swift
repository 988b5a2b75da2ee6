/// One output of an operation: a symbolic value, computed when a session runs.
///
/// A tensor is a small handle into its graph. One made by a builder that found a mistake is *invalid*: it has no
/// operation, further builders pass it on quietly, and the graph throws the mistake when it is validated or run.
public struct Tensor: Sendable {
    /// The graph it belongs to.
    public let graph: Graph
    let node: Int32
    let port: Int32

    init(graph: Graph, node: Int32, port: Int32) {
        self.graph = graph
        self.node = node
        self.port = port
    }

    /// Whether it stands for a real output rather than for a mistake.
    public var isValid: Bool { node >= 0 }

    /// The operation that computes it.
    ///
    /// - Precondition: the tensor is valid.
    public var operation: Operation {
        precondition(isValid, "an invalid tensor has no operation; Graph.validate() tells what went wrong")
        return Operation(graph: graph, index: Int(node))
    }

    /// Which output of the operation it is.
    public var outputIndex: Int { Int(port) }

    /// `operation:output`, as in `dnn/hidden1/Relu:0`.
    public var name: String { isValid ? "\(operation.name):\(port)" : "<invalid>" }

    /// Element type, shape and whether it is a reference.
    public var type: TensorType {
        isValid ? graph.withNode(Int(node)) { $0.outputs[Int(port)] } : TensorType(.float32, .unknown)
    }

    /// The element type.
    public var dtype: DType { type.dtype }

    /// What is known of the shape.
    public var shape: Shape { type.shape }

    /// The type of the variable that a handle or reference leads to; for other tensors their own type.
    public var variableType: TensorType { operation.definition?.handledVariable ?? type }

    /// The elements, as far as they are known without running anything.
    public var staticValue: StaticValue? {
        isValid ? graph.withNode(Int(node)) { $0.staticValues?[Int(port)] } : nil
    }

    /// The operations that read this tensor, in the order they were made. O(nodes of the graph).
    public var consumers: [Operation] {
        let snapshot = graph.snapshot()
        return (0..<snapshot.count).filter { index in snapshot[index].inputs.contains(NodeOutput(node, port)) }
            .map { Operation(graph: graph, index: $0) }
    }
}

extension Tensor: Hashable {
    public static func == (left: Tensor, right: Tensor) -> Bool {
        left.graph === right.graph && left.node == right.node && left.port == right.port
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(graph))
        hasher.combine(node)
        hasher.combine(port)
    }
}

extension Tensor: CustomStringConvertible {
    /// `dnn/hidden1/Relu:0 float32 [?, 300]`.
    public var description: String { isValid ? "\(name) \(type)" : "<invalid tensor>" }
}

extension Tensor {
    /// The tensor without its graph; `Graph.output(_:)` gives it back.
    public var nodeOutput: NodeOutput { NodeOutput(node, port) }
}

extension Tensor {
    /// The tensor that stands for one that a builder could not make; the mistake itself is recorded.
    public static func invalid(in graph: Graph) -> Tensor { Tensor(graph: graph, node: -1, port: 0) }
}

extension Graph {
    /// The tensor that a node output of this graph is.
    public func output(_ output: NodeOutput) -> Tensor { Tensor(graph: self, node: output.node, port: output.port) }
}

/// An output of a node, by index.
public struct NodeOutput: Sendable, Hashable {
    /// The index of the node in its graph.
    public var node: Int32
    /// Which output.
    public var port: Int32

    /// Output `port` of node `node`.
    public init(_ node: Int32, _ port: Int32) {
        self.node = node
        self.port = port
    }
}
