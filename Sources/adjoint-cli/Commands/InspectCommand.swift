import Adjoint

/// Tells what is in a model, a checkpoint or a directory of them.
struct InspectCommand: Command {
    static let name = "inspect"
    static let summary = "tells what is in a model, a checkpoint or a directory"
    static let help = """
        usage: adjoint inspect PATH [--json]

        Tells what is in PATH:
          a .meta file, a saved_model.pb or a frozen graph: nodes, ops, placeholders, variables, collections, savers
          the prefix of a checkpoint (or its .index): tensors with element type, shape and size
          a directory: the checkpoints and models in it

        options:
          --json    print one JSON object
          --help    print this
        """

    private let path: String
    private let printsJSON: Bool

    init(arguments: ArraySlice<String>) throws(UsageError) {
        let list = try ArgumentList(arguments, options: [:], flags: ["--json"])
        path = try list.operands("PATH")[0]
        printsJSON = list.has("--json")
    }

    func run(_ output: inout Output) throws {
        let report: any Report
        switch try InspectedPath(path) {
        case .directory(let path): report = try DirectoryReport(path: path)
        case .checkpoint(let prefix): report = CheckpointReport(prefix: prefix, try Checkpoint.open(prefix))
        case .model(let path): report = ModelReport(path: path, try ModelFile(path: path))
        }
        if printsJSON { output.json(report.json) } else { report.print(&output) }
    }
}

/// What `inspect` found.
protocol Report {
    var json: JSONValue { get }
    func print(_ output: inout Output)
}

/// What stands under a path.
enum InspectedPath {
    case directory(String)
    case checkpoint(String)
    case model(String)

    /// Looks at names first, and at the contents where they do not tell.
    ///
    /// - Throws: `FileError`; ``CommandFailure`` if there is nothing.
    init(_ path: String) throws {
        let files = POSIXFileSystem()
        switch try files.kind(of: path) {
        case .directory: self = .directory(path)
        case .file:
            if path.hasSuffix(".index") {
                self = .checkpoint(String(path.dropLast(".index".count)))
            } else if let part = path.ranges(of: ".data-").last,
                try files.kind(of: path[..<part.lowerBound] + ".index") != nil
            {
                self = .checkpoint(String(path[..<part.lowerBound]))
            } else if try files.kind(of: path + ".index") != nil || LegacyCheckpoint.isOne(path) {
                self = .checkpoint(path)
            } else {
                self = .model(path)
            }
        case nil:
            if try files.kind(of: path + ".index") != nil {
                self = .checkpoint(path)
            } else if try files.kind(of: path + ".meta") != nil {
                self = .model(path + ".meta")
            } else {
                throw CommandFailure(.noInput, "\(path): there is no such file, directory or checkpoint")
            }
        }
    }
}

/// Checkpoints of the first format: single files, known by how they end.
enum LegacyCheckpoint {
    /// The last eight bytes of every table file. Source: LevelDB's table format.
    private static let magic: [UInt8] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]

    static func isOne(_ path: String) throws -> Bool {
        try POSIXFileSystem().map(path).suffix(magic.count).elementsEqual(magic)
    }
}
