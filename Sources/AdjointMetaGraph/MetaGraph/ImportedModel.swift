public import AdjointCore
public import AdjointFormats
public import AdjointOperations

/// A graph from a `.meta` file, with the saver that the file describes.
public struct ImportedModel: Sendable {
    /// The graph.
    public let graph: Graph
    /// What restores the file's checkpoints; `nil` where the file describes none.
    public let saver: Saver?
}

extension Graph {
    /// Reads a `.meta` file into a new graph. TF: `tf.train.import_meta_graph`.
    ///
    /// ```swift
    /// let model = try Graph.importing("my_model_final.ckpt.meta")
    /// let session = try Session(model.graph)
    /// try model.saver?.restore(session, from: "my_model_final.ckpt")
    /// ```
    /// - Parameters:
    ///   - path: The file.
    ///   - registry: The ops that are known.
    ///   - fileSystem: Where to read.
    /// - Throws: `FileError`, `FormatError` for a damaged file, `GraphError` for a graph that cannot be.
    public static func importing(
        _ path: String, registry: OperationRegistry = .standard, fileSystem: some FileSystem = .posix
    ) throws -> ImportedModel {
        let graph = Graph()
        let saver = try graph.importMetaGraph(contentsOf: path, registry: registry, fileSystem: fileSystem)
        return ImportedModel(graph: graph, saver: saver)
    }

    /// Appends what a `.meta` file holds, and returns the saver that it describes. TF: `tf.train.import_meta_graph`.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - scope: A name scope for all that has a name, made unique, so that one file can be imported several times; by
    ///     default none. The names in checkpoints stay what they were.
    ///   - registry: The ops that are known.
    ///   - fileSystem: Where to read.
    /// - Throws: `FileError`, `FormatError` for a damaged file, `GraphError` for a graph that cannot be.
    @discardableResult
    public func importMetaGraph(
        contentsOf path: String, under scope: String = "", registry: OperationRegistry = .standard,
        fileSystem: some FileSystem = .posix
    ) throws -> Saver? {
        let contents = try fileSystem.read(path)
        let definition: MetaGraphDef
        do {
            definition = try MetaGraphDef(serialized: contents)
        } catch var error as FormatError {
            error.path = path
            throw error
        }
        guard let saver = try importMetaGraph(definition, under: scope, registry: registry),
            !saver.restoreOpName.isEmpty
        else { return nil }
        return try Saver(self, definition: saver)
    }
}
