import AdjointCore
import AdjointFormats
import AdjointOperations
import Synchronization

/// What a MetaGraphDef holds beside nodes and decoded collections, kept with the graph for export.
final class MetaGraphRemainder: Sendable {
    struct Contents {
        var metaInfo: MetaGraphDef.MetaInfo?
        var saver: SaverDef?
        var signatures: [String: SignatureDef] = [:]
        var assetFiles: [AssetFileDef] = []
        var unknownFields = ProtobufUnknownFields()
        /// Collections as they were read, and how many items the graph's then had: as long as it has no more, they are
        /// written as they were.
        var collections: [String: (definition: CollectionDef, count: Int)] = [:]
        /// Variables as they were read, with names as they are in the graph, by the names of their ops.
        var variables: [String: VariableDef] = [:]
    }

    let contents = Mutex(Contents())

    /// What a file says of a variable; `nil` for those that are not from a file.
    func definition(of variable: Variable) -> VariableDef? { contents.withLock { $0.variables[variable.name] } }

    static func of(_ graph: Graph) -> MetaGraphRemainder {
        graph.attachment(MetaGraphRemainder.self) { MetaGraphRemainder() }
    }
}
