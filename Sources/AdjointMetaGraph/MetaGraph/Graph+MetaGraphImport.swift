public import AdjointCore
public import AdjointFormats
public import AdjointOperations
import Synchronization

extension Graph {
    /// Appends what a MetaGraphDef holds: nodes, variables and other collections. TF: `tf.train.import_meta_graph`.
    ///
    /// Lossless: collections of any kind, and all else that the message holds, are written again by
    /// ``metaGraph(saver:includesCreationSites:)``.
    /// - Parameters:
    ///   - definition: The graph with its collections.
    ///   - scope: A name scope for all that has a name, made unique; by default none.
    ///   - registry: The ops that are known.
    /// - Returns: How the file's own saver saves and restores, with names as they are now; `nil` if it has none.
    /// - Throws: ``GraphError`` as ``importGraph(_:under:operations:registry:)`` does.
    @discardableResult
    public func importMetaGraph(
        _ definition: MetaGraphDef, under scope: String = "", registry: OperationRegistry = .standard
    ) throws(GraphError) -> SaverDef? {
        let isFirst = count == 0
        let prefix = scope.isEmpty ? "" : resolveNameScope(scope)
        // The scope is resolved already; a trailing slash takes it literally.
        try importGraph(
            definition.graph ?? GraphDef(), under: prefix.isEmpty ? "" : prefix + "/",
            operations: definition.metaInfo?.strippedOpList?.ops ?? [], registry: registry)
        let scoping = NameScoping(prefix: prefix)
        let saver = definition.saver.map { scoping.moved($0) }

        let trainable = Set(Self.variableNames(definition.collections[CollectionKey.trainableVariables.rawValue]))
        var variables: [String: Variable] = [:]
        for (name, collection) in definition.collections.sorted(by: { $0.key < $1.key }) {
            let key = CollectionKey(rawValue: name)
            let previousCount = items(in: key).count
            for item in importedItems(of: collection, key: key, scoping, trainable: trainable, &variables) {
                add(item, to: key)
            }
            let count = items(in: key).count
            if previousCount == 0, prefix.isEmpty {
                MetaGraphRemainder.of(self).contents.withLock { $0.collections[name] = (collection, count) }
            }
        }
        MetaGraphRemainder.of(self).contents.withLock { contents in
            contents.saver = contents.saver ?? saver
            contents.unknownFields.fields += definition.unknownFields.fields
            if isFirst, prefix.isEmpty {
                contents.metaInfo = definition.metaInfo
                contents.signatures = definition.signatures
                contents.assetFiles = definition.assetFiles
            } else if let operations = definition.metaInfo?.strippedOpList?.ops {
                let known = Set(contents.metaInfo?.strippedOpList?.ops.map(\.name) ?? [])
                let added = operations.filter { !known.contains($0.name) }
                if contents.metaInfo == nil { contents.metaInfo = MetaGraphDef.MetaInfo() }
                if contents.metaInfo!.strippedOpList == nil { contents.metaInfo!.strippedOpList = OpList() }
                contents.metaInfo!.strippedOpList!.ops += added
            }
        }
        return saver
    }

    private static func variableNames(_ collection: CollectionDef?) -> [String] {
        guard case .bytes(let messages)? = collection?.kind else { return [] }
        return messages.compactMap { try? VariableDef(serialized: $0).variableName }
    }

    /// The items of a collection. `variables` holds those met already: one variable in several collections is one.
    private func importedItems(
        of collection: CollectionDef, key: CollectionKey, _ scoping: NameScoping, trainable: Set<String>,
        _ variables: inout [String: Variable]
    ) -> [CollectionItem] {
        switch collection.kind {
        case .nodes(let names): return names.map { item(named: scoping.moved($0)) }
        case .ints(let values): return values.map(CollectionItem.int)
        case .floats(let values): return values.map(CollectionItem.float)
        case .any(let messages): return messages.map(CollectionItem.object)
        case nil: return []
        case .bytes(let messages):
            return messages.map { bytes in
                if let variable = importedVariable(bytes, key: key, scoping, trainable: trainable, &variables) {
                    return .object(variable)
                }
                if let context = importedContext(Self.moved(bytes, in: key, scoping), key: key) {
                    return .object(context)
                }
                return .bytes(Array(Self.moved(bytes, in: key, scoping)))
            }
        }
    }

    private func item(named name: String) -> CollectionItem {
        if let operation = findOperation(name) { return .operation(operation) }
        if name.contains(":"), let tensor = try? tensor(name) { return .tensor(tensor) }
        return .name(name)
    }

    private func importedVariable(
        _ bytes: Bytes, key: CollectionKey, _ scoping: NameScoping, trainable: Set<String>,
        _ variables: inout [String: Variable]
    ) -> Variable? {
        guard !Self.contextKeys.contains(key), key != .savers, let message = try? VariableDef(serialized: bytes),
            !message.variableName.isEmpty, !message.initializerName.isEmpty
        else { return nil }
        let moved = scoping.moved(message)
        if let known = variables[moved.variableName] { return known }
        let variable = moved.variable(in: self, isTrainable: trainable.contains(message.variableName))
        variables[moved.variableName] = variable
        if let variable {
            MetaGraphRemainder.of(self).contents.withLock { $0.variables[variable.name] = moved }
        }
        return variable
    }

    /// The side of a conditional, or the loop, that a message describes.
    private func importedContext(_ bytes: Bytes, key: CollectionKey) -> ControlFlowContext? {
        var definition = ControlFlowContextDef()
        switch key {
        case .condContexts: definition.cond = try? CondContextDef(serialized: bytes)
        case .whileContexts: definition.whileLoop = try? WhileContextDef(serialized: bytes)
        default: return nil
        }
        return importContext(definition)
    }

    private static let contextKeys: Set<CollectionKey> = [.condContexts, .whileContexts]

    /// A serialized message with the names in it moved, where its kind is known.
    private static func moved(_ bytes: Bytes, in key: CollectionKey, _ scoping: NameScoping) -> Bytes {
        guard !scoping.prefix.isEmpty else { return bytes }
        func rewritten<Message: ProtobufMessage>(_ move: (Message) -> Message) -> Bytes {
            guard let message = try? Message(serialized: bytes) else { return bytes }
            return Bytes(move(message).serialized())
        }
        switch key {
        case .condContexts: return rewritten { scoping.moved($0) as CondContextDef }
        case .whileContexts: return rewritten { scoping.moved($0) as WhileContextDef }
        case .savers: return rewritten { scoping.moved($0) as SaverDef }
        case "queue_runners": return rewritten { scoping.moved($0) as QueueRunnerDef }
        case .globalVariables, .trainableVariables, .localVariables, .modelVariables, .movingAverageVariables:
            return rewritten { scoping.moved($0) as VariableDef }
        default: return bytes
        }
    }
}
