import AdjointCore
import AdjointFormats
import Synchronization

/// What a GraphDef holds beside its nodes, kept with the graph for export.
final class GraphRemainder: Sendable {
    struct Contents {
        var versions = GraphRemainder.nativeVersions
        var version: Int32 = 0
        var library = FunctionDefLibrary()
        var hasLibrary = false
        var debugInfo: GraphDebugInfo?
        var unknownFields = ProtobufUnknownFields()
    }

    let contents = Mutex(Contents())

    /// The version that graphs built here are written for: that of TensorFlow 1.15, whose ops and conventions they use,
    /// and which every later release reads.
    static var nativeVersions: VersionDef { VersionDef(producer: 134, minConsumer: 12) }

    static func of(_ graph: Graph) -> GraphRemainder {
        graph.attachment(GraphRemainder.self) { GraphRemainder() }
    }

    /// Adds what an imported graph holds beside nodes.
    ///
    /// - Parameter isFirst: Whether the graph was empty before, so that the import's versions are all there are.
    ///   Otherwise the older producer counts, as in TensorFlow.
    /// - Throws: ``GraphError`` if a function has the name of another one that differs.
    func merge(_ definition: GraphDef, isFirst: Bool) throws(GraphError) {
        let clash: String? = contents.withLock { contents in
            var known: [String: FunctionDef] = [:]
            for function in contents.library.functions { known[function.signature?.name ?? ""] = function }
            var added: [FunctionDef] = []
            for function in definition.library?.functions ?? [] {
                let name = function.signature?.name ?? ""
                guard let existing = known.updateValue(function, forKey: name) else {
                    added.append(function)
                    continue
                }
                if existing != function { return name }
            }
            contents.library.functions += added
            let knownGradients = Set(contents.library.gradients)
            contents.library.gradients += (definition.library?.gradients ?? []).filter { !knownGradients.contains($0) }
            let registered = Set(contents.library.registeredGradients)
            contents.library.registeredGradients += (definition.library?.registeredGradients ?? []).filter {
                !registered.contains($0)
            }
            contents.library.unknownFields.fields += definition.library?.unknownFields.fields ?? []
            contents.hasLibrary = contents.hasLibrary || definition.library != nil
            contents.unknownFields.fields += definition.unknownFields.fields
            let imported = definition.versions ?? VersionDef()
            if isFirst {
                // Of further graphs the nodes have other names than there.
                contents.debugInfo = definition.debugInfo
                contents.versions = imported
                contents.version = definition.version
            } else {
                contents.versions.producer = min(contents.versions.producer, imported.producer)
                contents.versions.minConsumer = max(contents.versions.minConsumer, imported.minConsumer)
                contents.versions.badConsumers = Set(contents.versions.badConsumers + imported.badConsumers).sorted()
            }
            return nil
        }
        if let clash {
            throw GraphError(
                .name, "the graph has another function '\(clash)' already", remedy: "import into a new graph")
        }
    }
}
