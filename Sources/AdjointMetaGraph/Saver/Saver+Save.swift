public import AdjointCore
public import AdjointFormats
import AdjointOperations
public import AdjointRuntime

extension Saver {
    /// Saves the variables' values, all of one moment, and returns the checkpoint's prefix. TF: `Saver.save`.
    ///
    /// Writes `PATH-STEP.data-00000-of-00001`, `PATH-STEP.index` and `PATH-STEP.meta`, and then the file `checkpoint` beside
    /// them, which names the latest. Whoever opens the files, at any time and after any crash, finds this checkpoint whole
    /// or the one before. Directories are made as needed.
    ///
    /// A saver that an imported graph states as one of TensorFlow's first format writes that, the one file `PATH-STEP`: the
    /// graph's own restore ops read no other. Sharded savers write one file too, which their restore ops read as well.
    ///
    /// Then earlier checkpoints beyond ``maxToKeep`` are removed: those of the same path with other steps that a saver has
    /// written, in this process or an earlier one, as the file `checkpoint` tells. Nothing else ever is.
    /// - Parameters:
    ///   - session: Whose values.
    ///   - path: What the files' names begin with.
    ///   - globalStep: A number that follows the path after a hyphen.
    ///   - writesMetaGraph: Whether the graph is written too.
    ///   - updatesState: Whether the file `checkpoint` is written; without it nothing is removed either.
    ///   - durable: Whether to wait until all is on the disk. Without that a crash of the machine (not of the program) may
    ///     lose the checkpoint.
    ///   - fileSystem: Where to write.
    /// - Throws: `GraphError` for a variable without a value, `FileError` where the system refuses; then what was there before
    ///   still is.
    /// - Complexity: Linear in the variables' size. Runs that write variables wait until the values are written.
    @discardableResult
    public func save(
        _ session: Session, to path: String, globalStep: Int? = nil, writesMetaGraph: Bool = true,
        updatesState: Bool = true, durable: Bool = true, fileSystem: some FileSystem = .posix
    ) throws -> String {
        let graph = try checked()
        try check(session, graph)
        let prefix = globalStep.map { "\(path)-\($0)" } ?? path
        let directory = Path.directory(of: path)
        guard !writesFirstFormat || !updatesState || Path.lastComponent(of: prefix) != CheckpointState.fileName else {
            throw GraphError(
                .name, "'\(prefix)' is the file that lists the checkpoints of its directory",
                remedy: "save under another name")
        }
        if try fileSystem.kind(of: directory) == nil { try fileSystem.createDirectory(directory) }
        try writeValues(of: session, prefix, durable: durable, fileSystem)
        if writesMetaGraph {
            var definition = definition
            definition.maxToKeep = Int32(clamping: maxToKeep)
            definition.keepCheckpointEveryNHours = Float(keepEveryHours)
            let metaGraph = try graph.metaGraph(saver: definition)
            try AtomicFile.write(
                metaGraph.serialized(), to: prefix + ".meta", fileSystem: fileSystem, isDurable: durable)
        }
        if updatesState {
            let retention = CheckpointRetention(
                directory: directory, basePath: path, maxToKeep: maxToKeep, keepEveryHours: keepEveryHours)
            try retention.record(prefix, at: WallClock.now, durable: durable, fileSystem)
        }
        return prefix
    }

    /// Saves with the value of a step counter as the step. TF: `Saver.save(global_step=)`.
    ///
    /// - Throws: as the other `save`, and `GraphError` where the tensor is not an integer scalar.
    @discardableResult
    public func save(
        _ session: Session, to path: String, globalStep: Tensor, writesMetaGraph: Bool = true,
        updatesState: Bool = true, durable: Bool = true, fileSystem: some FileSystem = .posix
    ) throws -> String {
        guard let step = try session.run(globalStep).integers?.first else {
            throw GraphError(.elementType, "the step '\(globalStep.name)' is not an integer")
        }
        return try save(
            session, to: path, globalStep: step, writesMetaGraph: writesMetaGraph, updatesState: updatesState,
            durable: durable, fileSystem: fileSystem)
    }

    /// The prefix of the latest checkpoint in a directory, as its file `checkpoint` says; `nil` where there is none.
    ///
    /// - Throws: `FileError`, or `FormatError` for a damaged file. TF: `tf.train.latest_checkpoint`.
    public static func latestCheckpoint(
        in directory: String, fileSystem: some FileSystem = .posix
    ) throws -> String? {
        try CheckpointState.latestCheckpoint(inDirectory: directory, fileSystem: fileSystem)
    }

    /// Checks that a session is one of the saver's graph.
    func check(_ session: Session, _ graph: Graph) throws(GraphError) {
        guard session.graph === graph else {
            throw GraphError(
                .foreignGraph, "the session runs another graph than the saver's variables are of",
                remedy: "make the saver of the session's graph")
        }
    }

    private func writeValues(
        of session: Session, _ prefix: String, durable: Bool, _ fileSystem: some FileSystem
    ) throws {
        try session.withValues(of: entries.map(\.reference)) { values, states in
            let missing = zip(entries, values).filter { $0.1 == nil }.map { "'\($0.0.reference.operation.name)'" }
            guard missing.isEmpty else {
                throw GraphError(
                    .uninitializedVariables,
                    missing.count == 1
                        ? "the variable \(missing[0]) has no value to save"
                        : "\(missing.count) variables have no value to save: " + missing.joined(separator: ", "),
                    remedy: "call session.initializeVariables(), or restore them, before saving")
            }
            let randomStates = includesRandomState ? RandomStates(states, of: session.graph).tensors : []
            if writesFirstFormat {
                var writer = LegacyCheckpointWriter(path: prefix, fileSystem: fileSystem, isDurable: durable)
                for (entry, value) in zip(entries, values) {
                    try writer.add(entry.name, StoredArray(value!), part: entry.part)
                }
                for (name, value) in randomStates { try writer.add(name, StoredArray(value)) }
                try writer.finish()
            } else {
                var writer = try TensorBundleWriter(prefix: prefix, fileSystem: fileSystem, isDurable: durable)
                try write(values.map { $0! }, to: &writer, session)
                for (name, value) in randomStates { try writer.add(name, value) }
                try writer.finish()
            }
        }
        // Readers look for the second format first: one of an earlier save would hide the new file.
        if writesFirstFormat { TensorBundle.remove(prefix, fileSystem: fileSystem) }
    }

    /// Writes the values of the entries, numbers on the session's threads.
    private func write(_ values: [NDArray], to writer: inout TensorBundleWriter, _ session: Session) throws {
        // The pointers are valid as long as the arrays are.
        try withExtendedLifetime(values) {
            var numbers: [TensorBundleWriter.Addition] = []
            for (entry, value) in zip(entries, values) {
                guard value.dtype == .string else {
                    let bytes = UnsafeRawBufferPointer(start: value.storage.baseAddress, count: value.byteCount)
                    let dtype = DataType(rawValue: value.dtype.rawValue)
                    numbers.append(
                        TensorBundleWriter.Addition(
                            entry.name, dtype: dtype, shape: value.dimensions, part: entry.part, bytes: bytes))
                    continue
                }
                try writer.add(numbers, parallel: session.inParallel)
                numbers = []
                try writer.add(entry.name, value, part: entry.part)
            }
            try writer.add(numbers, parallel: session.inParallel)
        }
    }

    /// Whether checkpoints are of TensorFlow's first format: that of savers from files that say so, whose own restore ops
    /// read no other.
    private var writesFirstFormat: Bool { definition.version != .v2 }
}
