/// The files that TensorBoard shows: records that hold an ``Event`` each.
public enum EventFile {
    /// What the first event of every file says.
    static let version = "brain.Event:2"

    /// The name of an event file: TensorBoard knows them by the part in the middle, and shows those of one directory in
    /// the order of their names.
    ///
    /// - Parameters:
    ///   - secondsSince1970: When the file was begun.
    ///   - hostName: The machine's name.
    ///   - suffix: What else tells it from other files.
    public static func name(secondsSince1970: Int, hostName: String, suffix: String = "") -> String {
        let digits = String(secondsSince1970)
        let padding = String(repeating: "0", count: max(0, 10 - digits.count))
        return "events.out.tfevents.\(padding)\(digits).\(hostName)\(suffix)"
    }

    /// The events of the file at `path`, in order.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - isGrowing: Whether a writer may still be at work, so that the last event need not be whole; it is left out
    ///     then.
    ///   - fileSystem: Where to read.
    /// - Throws: ``FileError``, or ``FormatError``: `truncated`, `checksumMismatch` or `malformed`.
    public static func read(
        contentsOf path: String, isGrowing: Bool = false, fileSystem: some FileSystem = .posix
    ) throws -> [Event] {
        let contents = try fileSystem.read(path)
        return try FormatError.inFile(path) {
            try Records.decode(contents, isGrowing: isGrowing).map { try Event(serialized: $0) }
        }
    }

    /// Writes an event file.
    public final class Writer {
        private let file: any WritableFile
        private var pending: [UInt8] = []

        /// Begins the file at `path` with the event that says which version of the format it is.
        ///
        /// - Throws: ``FileError``.
        public init(path: String, wallTime: Double, fileSystem: some FileSystem = .posix) throws {
            file = try fileSystem.create(path)
            var first = Event(wallTime: wallTime)
            first.fileVersion = EventFile.version
            append(first)
            try flush()
        }

        /// Adds an event, which stands in memory until ``flush()``.
        public func append(_ event: Event) {
            pending += Records.encode(event.serialized())
        }

        /// Hands all events to the operating system, so that readers see them.
        ///
        /// - Throws: ``FileError``.
        public func flush() throws {
            guard !pending.isEmpty else { return }
            try file.write(pending)
            pending = []
        }

        /// Flushes and closes the file; the writer is not used afterwards.
        ///
        /// - Throws: ``FileError``.
        public func close() throws {
            try flush()
            try file.close()
        }
    }
}
