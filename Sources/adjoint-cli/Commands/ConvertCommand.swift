import Adjoint

/// Writes named arrays in another format.
struct ConvertCommand: Command {
    static let name = "convert"
    static let summary = "converts between checkpoints, .npz and .safetensors; exports graphs again"
    static let help = """
        usage: adjoint convert IN OUT

        Copies all arrays of IN to OUT under their names. The endings tell the formats: .npz, .safetensors, and anything
        else is the prefix of a checkpoint. Checkpoints are read in both of TensorFlow's formats and written in the
        second.

        Where OUT ends in .meta, or in .pbtxt for text, IN is a graph, which is imported and exported.

        options:
          --help    print this
        """

    private let paths: [String]

    init(arguments: ArraySlice<String>) throws(UsageError) {
        paths = try ArgumentList(arguments, options: [:], flags: []).operands("IN", "OUT")
    }

    func run(_ output: inout Output) throws {
        let isGraph = [".meta", ".pbtxt", ".pb"].contains { paths[0].hasSuffix($0) }
        if isGraph || paths[1].hasSuffix(".meta") || paths[1].hasSuffix(".pbtxt") { return try convertGraph(&output) }
        let file = try WeightFile(path: paths[0])
        let arrays = try file.names.map { (name: $0, array: try file.array(named: $0)) }
        try OutputFile.write(paths[1]) { try WeightFile.write(arrays, to: paths[1]) }
        let byteCount = arrays.reduce(0) { $0 + $1.array.bytes.count }
        output.line("\(paths[1]): \(Words.count(arrays.count, "array")), \(Words.bytes(byteCount))")
    }

    private func convertGraph(_ output: inout Output) throws {
        guard paths[1].hasSuffix(".meta") || paths[1].hasSuffix(".pbtxt") else {
            throw UsageError("a graph becomes a file that ends in .meta or .pbtxt, not '\(paths[1])'")
        }
        let metaGraph = try ModelFile(path: paths[0]).graph().metaGraph()
        let contents = paths[1].hasSuffix(".meta") ? metaGraph.serialized() : Array(metaGraph.textFormat.utf8)
        try OutputFile.write(paths[1]) { try AtomicFile.write(contents, to: paths[1]) }
        output.line(
            "\(paths[1]): \(Words.count(metaGraph.graph?.nodes.count ?? 0, "node")), \(Words.bytes(contents.count))")
    }
}
