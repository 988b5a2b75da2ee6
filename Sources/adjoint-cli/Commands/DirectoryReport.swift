import Adjoint

/// The checkpoints and models in a directory.
struct DirectoryReport: Report {
    let path: String
    private var latest: String?
    private var checkpoints: [(prefix: String, tensorCount: Int, byteCount: Int)] = []
    private var damaged: [(prefix: String, reason: String)] = []
    private var models: [String] = []

    init(path: String) throws {
        self.path = path
        latest = try CheckpointState.latestCheckpoint(inDirectory: path)
        let base = path.hasSuffix("/") ? path : path + "/"
        for entry in try POSIXFileSystem().entries(ofDirectory: path).sorted() {
            if entry.hasSuffix(".index") {
                let prefix = base + entry.dropLast(".index".count)
                do {
                    let tensors = try Checkpoint.open(prefix).tensors
                    checkpoints.append((prefix, tensors.count, tensors.reduce(0) { $0 + ($1.byteCount ?? 0) }))
                } catch {
                    damaged.append((prefix, "\(error)"))
                }
            } else if entry.hasSuffix(".meta") || entry.hasPrefix("saved_model.pb") {
                models.append(base + entry)
            }
        }
    }

    var json: JSONValue {
        .object([
            ("kind", .string("directory")), ("path", .string(path)), ("latest", JSONValue(latest)),
            (
                "checkpoints",
                .array(
                    checkpoints.map {
                        .object([
                            ("prefix", .string($0.prefix)), ("tensors", .int($0.tensorCount)),
                            ("bytes", .int($0.byteCount)),
                        ])
                    })
            ),
            (
                "damaged",
                .array(damaged.map { .object([("prefix", .string($0.prefix)), ("reason", .string($0.reason))]) })
            ),
            ("models", .array(models.map(JSONValue.string))),
        ])
    }

    func print(_ output: inout Output) {
        output.line(
            "directory \(path): \(Words.count(checkpoints.count, "checkpoint")), \(Words.count(models.count, "model"))")
        if let latest { output.line("latest checkpoint: \(latest)") }
        if !checkpoints.isEmpty {
            output.line("checkpoints:")
            output.table(
                checkpoints.map { [$0.prefix, Words.count($0.tensorCount, "tensor"), Words.bytes($0.byteCount)] })
        }
        for entry in damaged { output.line("damaged: \(entry.prefix): \(entry.reason)") }
        if !models.isEmpty {
            output.line("models:")
            output.table(models.map { [$0] })
        }
    }
}
