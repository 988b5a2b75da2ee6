public import AdjointCore
public import AdjointFormats
import AdjointOperations
import Synchronization

extension Graph {
    /// The graph with its collections, as TensorFlow's `.meta` files hold them. TF: `tf.train.export_meta_graph`.
    ///
    /// - Parameters:
    ///   - saver: The saver to name in the file; by default that of the file the graph was imported from, if any.
    ///   - includesCreationSites: Whether nodes tell the source line that made them, see
    ///     ``graphDef(includesCreationSites:)``.
    /// - Throws: the first mistake made while building the graph.
    public func metaGraph(
        saver: SaverDef? = nil, includesCreationSites: Bool = false
    ) throws(GraphError) -> MetaGraphDef {
        var definition = MetaGraphDef()
        definition.graph = try graphDef(includesCreationSites: includesCreationSites)
        let contents = MetaGraphRemainder.of(self).contents.withLock { $0 }
        definition.metaInfo = contents.metaInfo
        definition.saver = saver ?? contents.saver
        definition.signatures = contents.signatures
        definition.assetFiles = contents.assetFiles
        definition.unknownFields = contents.unknownFields
        for key in collectionKeys {
            let items = items(in: key)
            if let original = contents.collections[key.rawValue], original.count == items.count { continue }
            definition.collections[key.rawValue] = CollectionDef(items, of: self)
        }
        for (name, original) in contents.collections
        where original.count == items(in: CollectionKey(rawValue: name)).count {
            definition.collections[name] = original.definition
        }
        return definition
    }
}

extension CollectionDef {
    /// The message that states a collection. It holds items of one kind, which the first one sets; others are left out,
    /// as TensorFlow leaves out what it cannot write. Variables among tensors go by their names.
    fileprivate init(_ items: [CollectionItem], of graph: Graph) {
        self.init()
        guard let first = items.first else { return }
        let hasNames = items.contains { item in
            switch item {
            case .tensor, .operation, .name: true
            case .object, .bytes, .int, .float: false
            }
        }
        switch first {
        case .int: kind = .ints(items.compactMap { if case .int(let value) = $0 { value } else { nil } })
        case .float: kind = .floats(items.compactMap { if case .float(let value) = $0 { value } else { nil } })
        case .object(let object) where object is AnyMessage:
            kind = .any(items.compactMap { if case .object(let object) = $0 { object as? AnyMessage } else { nil } })
        case .tensor, .operation, .name: kind = .nodes(items.compactMap(\.name))
        case .object where hasNames: kind = .nodes(items.compactMap(\.name))
        case .object, .bytes: kind = .bytes(items.compactMap { $0.message(in: graph) })
        }
    }
}

extension CollectionItem {
    /// The name of what has one.
    fileprivate var name: String? {
        switch self {
        case .tensor(let tensor): tensor.isValid ? tensor.name : nil
        case .operation(let operation): operation.isValid ? operation.name : nil
        case .name(let name): name
        case .object(let object): (object as? any GraphVariable)?.reference.name
        case .bytes, .int, .float: nil
        }
    }

    /// The serialized message of what has one.
    fileprivate func message(in graph: Graph) -> Bytes? {
        switch self {
        case .bytes(let bytes): Bytes(bytes)
        case .object(let context as ControlFlowContext): context.message(in: graph)
        case .object(let object):
            (object as? Variable).map { variable in
                let original = MetaGraphRemainder.of(graph).definition(of: variable)
                return Bytes(VariableDef(variable, original: original).serialized())
            }
        case .tensor, .operation, .name, .int, .float: nil
        }
    }
}
