/// The file `checkpoint` beside checkpoints, which says which of them is the latest.
///
/// It is in protocol buffers' text format. Paths in it are relative to its directory, or absolute.
public struct CheckpointState: Hashable, Sendable {
    /// The file's name.
    public static let fileName = "checkpoint"

    /// The prefix of the latest checkpoint.
    public var modelCheckpointPath: String
    /// The prefixes of all that are kept, oldest first.
    public var allModelCheckpointPaths: [String]
    /// When each of those was saved, in seconds since 1970.
    public var allModelCheckpointTimestamps: [Double]
    /// When one was last kept for good.
    public var lastPreservedTimestamp: Double?
    /// Those that a saver here has written, and may remove.
    ///
    /// They stand in comments of the file, `# written by a saver: "model.ckpt-20"`, so that readers which know nothing of
    /// them pass over them, and writers which know nothing of them forget them.
    public var ownedCheckpointPaths: [String] = []

    /// A state.
    public init(
        modelCheckpointPath: String, allModelCheckpointPaths: [String], allModelCheckpointTimestamps: [Double] = [],
        lastPreservedTimestamp: Double? = nil
    ) {
        self.modelCheckpointPath = modelCheckpointPath
        self.allModelCheckpointPaths = allModelCheckpointPaths
        self.allModelCheckpointTimestamps = allModelCheckpointTimestamps
        self.lastPreservedTimestamp = lastPreservedTimestamp
    }

    /// Reads the state of a directory; nil where it has none.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `malformed`.
    public init?(directory: String, fileSystem: some FileSystem = .posix) throws {
        let path = Path.resolve(Self.fileName, in: directory)
        let contents: Bytes
        do {
            contents = try fileSystem.read(path)
        } catch let error as FileError where error.isMissing {
            return nil
        }
        self = try FormatError.inFile(path) { try CheckpointState(text: contents) }
    }

    /// Replaces the state of a directory in one step.
    ///
    /// - Throws: ``FileError``.
    public func write(directory: String, fileSystem: some FileSystem = .posix, isDurable: Bool = true) throws {
        try AtomicFile.write(
            Array(text.utf8), to: Path.resolve(Self.fileName, in: directory), fileSystem: fileSystem,
            isDurable: isDurable)
    }

    /// The prefix of the latest checkpoint in a directory, as its state file says; nil where there is no such file, or
    /// the checkpoint is gone.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `malformed`.
    public static func latestCheckpoint(
        inDirectory directory: String, fileSystem: some FileSystem = .posix
    ) throws -> String? {
        guard let state = try CheckpointState(directory: directory, fileSystem: fileSystem) else { return nil }
        let prefix = Path.resolve(state.modelCheckpointPath, in: directory)
        let candidates = [TensorBundle.indexPath(prefix), LegacyCheckpointReader.files(of: prefix)[0]]
        let exists = try candidates.contains { try fileSystem.kind(of: $0) == .file }
        return exists ? prefix : nil
    }

    private static let ownershipMark = "# written by a saver: "

    /// The file's contents.
    public var text: String {
        var lines = ["model_checkpoint_path: \(modelCheckpointPath.textFormat)"]
        lines += allModelCheckpointPaths.map { "all_model_checkpoint_paths: \($0.textFormat)" }
        lines += allModelCheckpointTimestamps.map { "all_model_checkpoint_timestamps: \($0.textFormat)" }
        lines += [lastPreservedTimestamp].compactMap { $0.map { "last_preserved_timestamp: \($0.textFormat)" } }
        lines += ownedCheckpointPaths.map { Self.ownershipMark + $0.textFormat }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Reads a state from a file's contents. Fields of other names are passed over.
    ///
    /// - Throws: ``FormatError``: `malformed`.
    public init(text: Bytes) throws {
        self.init(modelCheckpointPath: "", allModelCheckpointPaths: [])
        var reader = TextFormatReader(text, format: "checkpoint state")
        while let (name, value) = try reader.nextField() {
            switch name {
            case "model_checkpoint_path": modelCheckpointPath = try reader.string(value)
            case "all_model_checkpoint_paths": allModelCheckpointPaths.append(try reader.string(value))
            case "all_model_checkpoint_timestamps": allModelCheckpointTimestamps.append(try reader.number(value))
            case "last_preserved_timestamp": lastPreservedTimestamp = try reader.number(value)
            default: break
            }
        }
        for comment in reader.comments where comment.hasPrefix(Self.ownershipMark) {
            let path = Bytes(("path: " + comment.dropFirst(Self.ownershipMark.count)).utf8)
            var reader = TextFormatReader(path, format: "checkpoint state")
            if let field = try? reader.nextField(), let path = try? reader.string(field.value) {
                ownedCheckpointPaths.append(path)
            }
        }
        guard !modelCheckpointPath.isEmpty else {
            throw FormatError(.malformed, format: "checkpoint state", "it names no checkpoint")
        }
    }
}
