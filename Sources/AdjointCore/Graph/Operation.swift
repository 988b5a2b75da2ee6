/// A node of a graph: a named op with its inputs, attributes and outputs.
public struct Operation: Sendable {
    /// The graph it belongs to.
    public let graph: Graph
    /// Its place in the order of creation.
    public let index: Int

    /// Node `index` of `graph`.
    public init(graph: Graph, index: Int) {
        self.graph = graph
        self.index = index
    }

    /// The operation that stands for one that a builder could not make; the graph throws the mistake when it is
    /// validated or run.
    public static func invalid(in graph: Graph) -> Operation { Operation(graph: graph, index: -1) }

    /// Whether it stands for a real node rather than for a mistake.
    public var isValid: Bool { index >= 0 }

    /// The unique name.
    public var name: String { isValid ? graph.withNode(index) { $0.name } : "<invalid>" }

    /// The op type, as in `MatMul`.
    public var type: String { graph.withNode(index) { $0.type } }

    /// The data inputs in order.
    public var inputs: [Tensor] {
        graph.withNode(index) { $0.inputs }.map { Tensor(graph: graph, node: $0.node, port: $0.port) }
    }

    /// The operations that must run before this one.
    public var controlInputs: [Operation] {
        graph.withNode(index) { $0.controlInputs }.map { Operation(graph: graph, index: Int($0)) }
    }

    /// The outputs in order.
    public var outputs: [Tensor] {
        (0..<graph.withNode(index) { $0.outputs.count }).map { output($0) }
    }

    /// Output `index`.
    public func output(_ port: Int = 0) -> Tensor { Tensor(graph: graph, node: Int32(index), port: Int32(port)) }

    /// The attributes, those that the inputs determine included.
    public var attributes: Attributes { graph.withNode(index) { $0.attributes } }

    /// The device string, empty for none.
    public var device: String { graph.withNode(index) { $0.device } }

    /// Where it was made; `nil` for imported nodes and for operators, which know no line.
    public var site: CreationSite? { graph.withNode(index) { $0.site } }

    /// The name of the operation that this one lives with: that of its `_class` attribute if it has one, else its own.
    public var colocationRoot: String {
        graph.withNode(index) { $0.storedAttributes.location ?? $0.name }
    }

    /// What ops that live with this one state of where they live: what it states itself, or its name.
    var location: Attributes {
        graph.withNode(index) { node in
            let own = node.storedAttributes
            return own.isLocation ? own : Attributes(location: own.location ?? node.name)
        }
    }

    /// The decoded op, `nil` if its type is not registered.
    public var definition: (any OperationDefinition)? { graph.withNode(index) { $0.definition } }
}

extension Operation: Hashable {
    public static func == (left: Operation, right: Operation) -> Bool {
        left.graph === right.graph && left.index == right.index
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(graph))
        hasher.combine(index)
    }
}

extension Operation: CustomStringConvertible {
    public var description: String { isValid ? "\(type) '\(name)'" : "<invalid operation>" }
}
