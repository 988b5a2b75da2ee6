import AdjointFormats
import Synchronization

/// Files that are only read.
struct MemoryFiles: FileSystem {
    let files: [String: Bytes]

    func read(_ path: String) throws -> Bytes {
        guard let contents = files[path] else { throw refusal("open", path, code: 2) }
        return contents
    }

    func map(_ path: String) throws -> Bytes { try read(path) }
    func kind(of path: String) throws -> FileKind? { files[path] == nil ? nil : .file }
    func entries(ofDirectory path: String) throws -> [String] { Array(files.keys) }
    func create(_ path: String) throws -> any WritableFile { throw refusal("create", path) }
    func append(to path: String) throws -> any WritableFile { throw refusal("append to", path) }
    func rename(_ path: String, to newPath: String) throws { throw refusal("rename", path) }
    func link(_ path: String, to newPath: String) throws { throw refusal("link", path) }
    func remove(_ path: String) throws { throw refusal("remove", path) }
    func removeDirectory(_ path: String) throws { throw refusal("remove", path) }
    func createDirectory(_ path: String) throws { throw refusal("make", path) }
    func synchronizeDirectory(_ path: String) throws { throw refusal("synchronize", path) }

    private func refusal(_ operation: String, _ path: String, code: Int32 = 30) -> FileError {
        FileError(operation: operation, path: path, code: code, reason: "these files are only read")
    }
}

/// Files of the disk, each read once.
final class Cache: Sendable {
    private let files = Mutex<[String: [UInt8]]>([:])

    func file(_ path: String) throws -> [UInt8] {
        if let contents = files.withLock({ $0[path] }) { return contents }
        let contents = Array(try POSIXFileSystem.posix.read(path))
        files.withLock { $0[path] = contents }
        return contents
    }
}
