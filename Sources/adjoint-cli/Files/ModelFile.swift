import Adjoint

/// A file that holds a graph.
struct ModelFile {
    /// The graph with its collections; of a plain graph file, the graph alone.
    let metaGraph: MetaGraphDef
    /// Further graphs of a SavedModel.
    let others: [MetaGraphDef]
    /// What the file is.
    let kind: Kind

    enum Kind: String {
        case metaGraph = "MetaGraphDef"
        case savedModel = "SavedModel"
        case graph = "GraphDef"
    }

    /// Reads the file at `path`: a `.meta` file, a `saved_model.pb`, or a frozen graph.
    ///
    /// - Throws: `FileError`; `FormatError` for a file that is none of these.
    init(path: String) throws {
        let path = try NamedFile.model(path)
        let contents = try POSIXFileSystem().map(path)
        do {
            try self.init(contents, name: path.split(separator: "/").last.map(String.init) ?? path)
        } catch var error as FormatError {
            if Self.isText(contents), !Self.textEndings.contains(where: { path.hasSuffix($0) }) {
                throw CommandFailure(.dataError, "\(path): a text, but neither a graph nor a checkpoint")
            }
            error.path = error.path ?? path
            throw error
        }
    }

    /// How files end that are likely graphs in text format.
    private static let textEndings = [".pbtxt", ".prototxt", ".meta", ".pb", ".textproto"]

    /// Whether the contents are protocol buffers' text format: their first bytes are all printable. In the wire format
    /// the size of the first field, and the tags after it, are not.
    private static func isText(_ contents: Bytes) -> Bool {
        !contents.isEmpty
            && contents.prefix(256).allSatisfy { $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
    }

    private init(_ contents: Bytes, name: String) throws {
        if Self.isText(contents) {
            try self.init(text: contents, name: name)
            return
        }
        if name.hasPrefix("saved_model.") {
            let model = try SavedModel(serialized: contents)
            guard let first = model.metaGraphs.first else {
                throw FormatError(.malformed, format: "SavedModel", "it holds no graph")
            }
            self.init(metaGraph: first, others: Array(model.metaGraphs.dropFirst()), kind: .savedModel)
            return
        }
        if let metaGraph = try? MetaGraphDef(serialized: contents), metaGraph.graph?.nodes.isEmpty == false {
            self.init(metaGraph: metaGraph, others: [], kind: .metaGraph)
            return
        }
        // The nodes of a plain graph stand where a MetaGraphDef has its meta information.
        let graph = try GraphDef(serialized: contents)
        guard graph.nodes.contains(where: { !$0.name.isEmpty && !$0.op.isEmpty }) else {
            throw FormatError(.malformed, format: "MetaGraphDef", "the file holds no graph")
        }
        var metaGraph = MetaGraphDef()
        metaGraph.graph = graph
        self.init(metaGraph: metaGraph, others: [], kind: .graph)
    }

    private init(text: Bytes, name: String) throws {
        if name.hasPrefix("saved_model.") {
            let model = try SavedModel(textFormat: text)
            guard let first = model.metaGraphs.first else {
                throw FormatError(.malformed, format: "SavedModel", "it holds no graph")
            }
            self.init(metaGraph: first, others: Array(model.metaGraphs.dropFirst()), kind: .savedModel)
            return
        }
        do {
            self.init(metaGraph: try MetaGraphDef(textFormat: text), others: [], kind: .metaGraph)
        } catch {
            // Not a graph with collections, or a faulty one: if it is no plain graph either, that is what is wrong.
            var metaGraph = MetaGraphDef()
            guard let graph = try? GraphDef(textFormat: text) else { throw error }
            metaGraph.graph = graph
            self.init(metaGraph: metaGraph, others: [], kind: .graph)
        }
    }

    private init(metaGraph: MetaGraphDef, others: [MetaGraphDef], kind: Kind) {
        self.metaGraph = metaGraph
        self.others = others
        self.kind = kind
    }

    /// The graph, ready to run.
    func graph() throws -> Graph {
        let graph = Graph()
        try graph.importMetaGraph(metaGraph)
        return graph
    }
}
