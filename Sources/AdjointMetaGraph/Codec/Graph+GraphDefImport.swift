public import AdjointCore
public import AdjointFormats
public import AdjointOperations

extension Graph {
    /// Appends the nodes of a GraphDef, in their order, and returns them. Lossless: exporting gives them back as they
    /// were, ops and attributes that are not known here included.
    ///
    /// A node that cannot run here is no error until a run needs it. Either everything is imported, or, if this throws,
    /// nothing. TF: `tf.import_graph_def`.
    /// - Parameters:
    ///   - definition: The graph.
    ///   - scope: A name scope for the nodes, made unique: importing twice under `a` gives `a/…` and `a_1/…`. By
    ///     default none.
    ///   - operations: The file's own definitions of the ops it uses, which tell the outputs of those not known here.
    ///   - registry: The ops that are known.
    /// - Throws: ``GraphError`` for names that are malformed or taken, inputs that do not exist, and functions that
    ///   clash with those of the graph.
    /// - Complexity: Linear in the size of the definition.
    @discardableResult
    public func importGraph(
        _ definition: GraphDef, under scope: String = "", operations: [OpDef] = [],
        registry: OperationRegistry = .standard
    ) throws(GraphError) -> [Operation] {
        let prefix = scope.isEmpty ? "" : resolveNameScope(scope)
        var decoder = AttributeDecoder()
        var opaque: [String: OpaqueOperation] = [:]
        for operation in operations where registry.definitions[operation.name] == nil {
            opaque[operation.name] = OpaqueOperation(operation, decoder: &decoder)
        }
        for function in definition.library?.functions.compactMap(\.signature) ?? []
        where registry.definitions[function.name] == nil {
            let known = OpaqueOperation(function, decoder: &decoder)
            opaque[function.name] = .call(
                of: function.name, signature: known.signature, attributeDefaults: known.attributeDefaults)
        }
        let producer = definition.versions?.producer ?? 0
        var nodes: [ImportedNode] = []
        nodes.reserveCapacity(definition.nodes.count)
        for node in definition.nodes {
            nodes.append(ImportedNode(node, producer: producer, framePrefix: prefix, decoder: &decoder))
        }
        let isFirst = count == 0
        let result = try importNodes(nodes, registry: registry, opaque: opaque, under: prefix)
        try GraphRemainder.of(self).merge(definition, isFirst: isFirst)
        if let library = definition.library {
            FunctionLibrary.of(self).add(library, producer: producer, registry: registry, opaque: opaque)
        }
        return result
    }
}

extension ImportedNode {
    init(_ node: NodeDef, producer: Int32, framePrefix: String, decoder: inout AttributeDecoder) {
        self.init(name: node.name, type: node.op, inputs: node.inputs, device: node.device)
        var encoding = NodeEncoding()
        for (name, message) in node.attributes {
            let (value, isExact) = decoder.decode(message)
            attributes[name] = value
            if !isExact { encoding.attributes[name] = message.serialized() }
        }
        var rest = NodeDef()
        rest.experimentalDebugInfo = node.experimentalDebugInfo
        rest.experimentalType = node.experimentalType
        rest.unknownFields = node.unknownFields
        encoding.fields = rest.serialized()
        if !encoding.attributes.isEmpty || !encoding.fields.isEmpty { self.encoding = encoding }

        // Before version 22 a placeholder of unknown shape was written with the shape of a scalar.
        if producer < 22, node.op == "Placeholder", attributes["shape"] == .shape(.scalar) {
            corrections["shape"] = .shape(.unknown)
        }
        // Two imports of one loop are two loops: their frames must not meet.
        if !framePrefix.isEmpty, node.op == "Enter" || node.op == "RefEnter",
            case .string(let frame)? = attributes["frame_name"]
        {
            attributes["frame_name"] = .string(framePrefix + "/" + frame.description)
            self.encoding?.attributes["frame_name"] = nil
        }
    }
}
