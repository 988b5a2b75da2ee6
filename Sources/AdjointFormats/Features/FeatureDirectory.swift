#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A directory of feature files, which together may be no larger than a limit.
public struct FeatureDirectory: Sendable {
    /// The path.
    public let path: String
    /// The bytes that all files may have together; nil for any number. Where it would be exceeded, the files that were
    /// used longest ago are removed.
    public let byteLimit: Int?

    /// What the names of feature files end with.
    public static let suffix = ".features"

    /// A directory, made where it is missing.
    ///
    /// - Throws: ``FileError``.
    public init(_ path: String, byteLimit: Int? = nil) throws {
        self.path = path
        self.byteLimit = byteLimit
        try POSIXFileSystem.posix.createDirectory(path)
    }

    /// The path of a file in it.
    public func path(of name: String) -> String { Path.resolve(name, in: path) }

    /// The names of the feature files, in alphabetical order.
    ///
    /// - Throws: ``FileError``.
    public func names() throws -> [String] {
        try POSIXFileSystem.posix.entries(ofDirectory: path).filter { $0.hasSuffix(Self.suffix) }.sorted()
    }

    /// What a file says of itself; nil where it is missing, damaged at its front, or not a feature file.
    public func header(of name: String) -> FeatureHeader? {
        (try? POSIXFileSystem.posix.map(path(of: name))).flatMap { try? FeatureLayout.header(of: $0) }
    }

    /// Removes a file, unless another process or thread is filling it.
    public func remove(_ name: String) throws {
        try LockedFile.ifFree(path(of: name))?.remove()
    }

    /// Makes room for a file of `byteCount` bytes, and lets it take the room.
    func reserve(_ byteCount: Int, for file: LockedFile) throws {
        guard let byteLimit else { return }
        guard byteCount <= byteLimit else {
            throw FeatureDirectoryFull(path: path, byteLimit: byteLimit, byteCount: byteCount, byteCountInUse: 0)
        }
        // One at a time, so that two processes do not take the same room.
        let lock = try LockedFile(self.path(of: ".lock"))
        defer { withExtendedLifetime(lock) {} }
        var others = try names().map { self.path(of: $0) }.filter { $0 != file.path }.compactMap(Status.init)
        others.sort { ($0.seconds, $0.nanoseconds) < ($1.seconds, $1.nanoseconds) }
        var total = others.reduce(byteCount) { $0 + $1.byteCount }
        for other in others where total > byteLimit {
            // A file that is being filled is not given up.
            guard let free = try LockedFile.ifFree(other.path) else { continue }
            try free.remove()
            total -= other.byteCount
        }
        guard total <= byteLimit else {
            throw FeatureDirectoryFull(
                path: path, byteLimit: byteLimit, byteCount: byteCount, byteCountInUse: total - byteCount)
        }
        if try file.size() < byteCount { try file.resize(to: byteCount) }
    }

    private struct Status {
        let path: String
        let byteCount: Int
        let seconds: Int
        let nanoseconds: Int

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.path = path
            byteCount = max(0, Int(status.st_size))
            #if canImport(Darwin)
                let time = status.st_mtimespec
            #else
                let time = status.st_mtim
            #endif
            seconds = Int(time.tv_sec)
            nanoseconds = Int(time.tv_nsec)
        }
    }
}

/// Rows do not fit a directory under its limit.
public struct FeatureDirectoryFull: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory.
    public var path: String
    /// The bytes that all files may have together.
    public var byteLimit: Int
    /// The bytes of the file that does not fit.
    public var byteCount: Int
    /// The bytes of other files that cannot be removed, since they are being filled.
    public var byteCountInUse: Int

    public var description: String {
        "\(path): a file of \(byteCount) bytes does not fit under the limit of \(byteLimit)"
            + (byteCountInUse > 0 ? " beside \(byteCountInUse) bytes that are being filled" : "")
            + "; raise the limit"
    }
}
