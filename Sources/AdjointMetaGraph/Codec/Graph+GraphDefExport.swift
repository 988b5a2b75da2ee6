public import AdjointCore
public import AdjointFormats
import Synchronization

extension Graph {
    /// The graph as a GraphDef, node by node in the order they were made. TF: `Graph.as_graph_def`.
    ///
    /// Every attribute is written, those at their defaults and those that the inputs determine included; control inputs
    /// stand last, sorted by name. Imported nodes are written as they were read, in their own order of control inputs.
    /// - Parameter includesCreationSites: Whether nodes get the attribute `_adjoint_site` with the source line that made
    ///   them, as `Module/File.swift:18`. TensorFlow carries such attributes without reading them.
    /// - Throws: the first mistake made while building the graph.
    /// - Complexity: Linear in the size of the result.
    public func graphDef(includesCreationSites: Bool = false) throws(GraphError) -> GraphDef {
        try validate()
        let snapshot = snapshot()
        var definition = GraphDef()
        definition.nodes.reserveCapacity(snapshot.count)
        for index in 0..<snapshot.count {
            definition.nodes.append(
                NodeDef(snapshot[index], in: snapshot, includesCreationSite: includesCreationSites))
        }
        GraphRemainder.of(self).contents.withLock { contents in
            definition.versions = contents.versions == VersionDef() ? nil : contents.versions
            definition.version = contents.version
            definition.library = contents.hasLibrary ? contents.library : nil
            definition.debugInfo = contents.debugInfo
            definition.unknownFields = contents.unknownFields
        }
        return definition
    }
}

extension NodeDef {
    fileprivate init(_ node: Node, in snapshot: GraphSnapshot, includesCreationSite: Bool) {
        self.init()
        // The bytes were written by this module, so they can be read.
        if let fields = node.encoding?.fields, let rest = try? NodeDef(serialized: Bytes(fields)) { self = rest }
        name = node.name
        op = node.type
        device = node.device
        inputs = node.inputs.map { input in
            let producer = snapshot[Int(input.node)].name
            return input.port == 0 ? producer : "\(producer):\(input.port)"
        }
        let controlInputs = node.controlInputs.map { "^" + snapshot[Int($0)].name }
        inputs += node.isImported ? controlInputs : controlInputs.sorted()
        for entry in node.attributes.entries { attributes[entry.name] = AttrValue(entry.value) }
        for (name, bytes) in node.encoding?.attributes ?? [:] {
            if let message = try? AttrValue(serialized: Bytes(bytes)) { attributes[name] = message }
        }
        if includesCreationSite, let site = node.site {
            attributes["_adjoint_site"] = AttrValue(.string(Bytes("\(site.fileID):\(site.line)".utf8)))
        }
    }
}
