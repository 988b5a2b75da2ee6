import AdjointCore
import AdjointFormats
import Synchronization

/// What a MetaGraphDef holds beside nodes and decoded collections, kept with the graph for export.
final class MetaGraphRemainder: Sendable {
    struct Contents {
        var metaInfo: MetaGraphDef.MetaInfo?
        var saver: SaverDef?
        var signatures: [String: SignatureDef] = [:]
        var unknownFields = ProtobufUnknownFields()
        /// Collections as they were read, and how many items the graph's then had: as long as it has no more, they are
        /// written as they were.
        var collections: [String: (definition: CollectionDef, count: Int)] = [:]
    }

    let contents = Mutex(Contents())

    static func of(_ graph: Graph) -> MetaGraphRemainder {
        graph.attachment(MetaGraphRemainder.self) { MetaGraphRemainder() }
    }
}
