/// What readers and savers ask of the operating system.
///
/// Everything that touches a disk goes through it, so that a test can stand in a file system that fails, or loses
/// power, at any single operation.
public protocol FileSystem: Sendable {
    /// The whole contents of a file, in memory of its own.
    ///
    /// - Throws: ``FileError``.
    func read(_ path: String) throws -> Bytes

    /// The whole contents of a file, paged in as they are touched where the system can do that.
    ///
    /// The file must not be shortened while the bytes are in use.
    /// - Throws: ``FileError``.
    func map(_ path: String) throws -> Bytes

    /// Opens a new file for writing; what stood under that name is replaced by an empty file.
    ///
    /// - Throws: ``FileError``.
    func create(_ path: String) throws -> any WritableFile

    /// Opens a file for writing at its end, and makes it where it is missing.
    ///
    /// - Throws: ``FileError``.
    func append(to path: String) throws -> any WritableFile

    /// Gives a file a new name in one step; what stood under that name is gone.
    ///
    /// - Throws: ``FileError``.
    func rename(_ path: String, to newPath: String) throws

    /// Gives a file a second name, under which nothing may stand yet.
    ///
    /// - Throws: ``FileError``, also where the file system has no such names.
    func link(_ path: String, to newPath: String) throws

    /// Removes a file.
    ///
    /// - Throws: ``FileError``; its ``FileError/isMissing`` says that there was none.
    func remove(_ path: String) throws

    /// Removes an empty directory.
    ///
    /// - Throws: ``FileError``, also where it is not empty.
    func removeDirectory(_ path: String) throws

    /// The names of the entries of a directory, in no particular order.
    ///
    /// - Throws: ``FileError``.
    func entries(ofDirectory path: String) throws -> [String]

    /// Makes a directory and those above it; one that exists already is left as it is.
    ///
    /// - Throws: ``FileError``.
    func createDirectory(_ path: String) throws

    /// Waits until the names in a directory are on the disk.
    ///
    /// - Throws: ``FileError``.
    func synchronizeDirectory(_ path: String) throws

    /// What stands under a name; nil where nothing does.
    ///
    /// - Throws: ``FileError`` where the system does not say.
    func kind(of path: String) throws -> FileKind?
}

/// What can stand under a name in a file system.
public enum FileKind: Hashable, Sendable {
    /// A file, or anything else that is no directory.
    case file
    /// A directory.
    case directory
}

/// A file that is being written from front to back.
public protocol WritableFile: AnyObject {
    /// Appends all of `bytes`.
    ///
    /// - Throws: ``FileError``.
    func write(_ bytes: UnsafeRawBufferPointer) throws

    /// Waits until everything written is on the disk.
    ///
    /// - Throws: ``FileError``.
    func synchronize() throws

    /// Closes the file; it is not used afterwards. A file that is dropped without it is closed all the same.
    ///
    /// - Throws: ``FileError`` where an earlier write failed late.
    func close() throws
}

extension WritableFile {
    /// Appends all of `bytes`.
    ///
    /// - Throws: ``FileError``.
    public func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }
}

/// The operating system refused something about a file.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `open`, `write`, `rename`.
    public var operation: String
    /// The file's path.
    public var path: String
    /// The system's error number.
    public var code: Int32
    /// The system's words for it.
    public var reason: String

    /// Makes an error.
    public init(operation: String, path: String, code: Int32, reason: String) {
        self.operation = operation
        self.path = path
        self.code = code
        self.reason = reason
    }

    /// `PATH: cannot OPERATION: REASON`.
    public var description: String { "\(path): cannot \(operation): \(reason)" }
}

/// Paths as strings, taken apart at `/`.
package enum Path {
    /// What stands before the last `/`; `.` where there is none, and `/` for entries of the root.
    package static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What stands after the last `/`.
    package static func lastComponent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    /// `path` itself where it is absolute or `directory` is the current one, and otherwise that path seen from
    /// `directory`.
    package static func resolve(_ path: String, in directory: String) -> String {
        path.hasPrefix("/") || directory == "."
            ? path : directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }
}
