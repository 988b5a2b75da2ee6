#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of this machine.
public struct POSIXFileSystem: FileSystem {
    /// Makes one; all are alike.
    public init() {}

    public func read(_ path: String) throws -> Bytes {
        let file = try Descriptor(path, O_RDONLY)
        var contents = ByteBuilder(capacity: try file.size())
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = try file.retrying("read") { posixRead(file.number, chunk.baseAddress, chunk.count) }
            if count == 0 { return contents.finish() }
            contents.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
    }

    public func map(_ path: String) throws -> Bytes {
        let file = try Descriptor(path, O_RDONLY)
        let size = try file.size()
        if size == 0 { return Bytes() }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.number, 0), start != MAP_FAILED else {
            throw FileError(operation: "map", path: path)
        }
        return Bytes(MappedFile(UnsafeRawBufferPointer(start: start, count: size)))
    }

    public func create(_ path: String) throws -> any WritableFile {
        POSIXWritableFile(try Descriptor(path, O_WRONLY | O_CREAT | O_TRUNC))
    }

    public func append(to path: String) throws -> any WritableFile {
        POSIXWritableFile(try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND))
    }

    public func rename(_ path: String, to newPath: String) throws {
        guard posixRename(path, newPath) == 0 else { throw FileError(operation: "rename to \(newPath)", path: path) }
    }

    public func link(_ path: String, to newPath: String) throws {
        guard posixLink(path, newPath) == 0 else { throw FileError(operation: "link to \(newPath)", path: path) }
    }

    public func remove(_ path: String) throws {
        guard unlink(path) == 0 else { throw FileError(operation: "remove", path: path) }
    }

    public func removeDirectory(_ path: String) throws {
        guard rmdir(path) == 0 else { throw FileError(operation: "remove", path: path) }
    }

    public func entries(ofDirectory path: String) throws -> [String] {
        guard let directory = opendir(path) else { throw FileError(operation: "list", path: path) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    public func createDirectory(_ path: String) throws {
        if mkdir(path, 0o777) == 0 { return }
        let code = errno
        if code == ENOENT, Path.directory(of: path) != path {
            try createDirectory(Path.directory(of: path))
            if mkdir(path, 0o777) == 0 { return }
        }
        guard try kind(of: path) == .directory else {
            throw FileError(operation: "create directory", path: path, code: code)
        }
    }

    public func synchronizeDirectory(_ path: String) throws {
        let directory = try Descriptor(path, O_RDONLY)
        try directory.synchronize()
    }

    public func kind(of path: String) throws -> FileKind? {
        var status = stat()
        if stat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw FileError(operation: "examine", path: path)
    }
}

extension FileSystem where Self == POSIXFileSystem {
    /// The files of this machine.
    public static var posix: POSIXFileSystem { POSIXFileSystem() }
}

extension FileError {
    /// Whether nothing stands under that name.
    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// An error with the system's words for `code`, which is the last call's where it is left out.
    init(operation: String, path: String, code: Int32 = errno) {
        self.init(operation: operation, path: path, code: code, reason: String(cString: strerror(code)))
    }
}

/// An open file, closed when it is dropped.
final class Descriptor {
    let number: Int32
    let path: String
    private var isOpen = true

    init(_ path: String, _ flags: Int32) throws {
        self.path = path
        number = open(path, flags | O_CLOEXEC, 0o666)
        guard number >= 0 else {
            isOpen = false
            throw FileError(operation: "open", path: path)
        }
    }

    deinit { if isOpen { _ = posixClose(number) } }

    func size() throws -> Int {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw FileError(operation: "examine", path: path) }
        return max(0, Int(status.st_size))
    }

    /// The result of `call`, made again where a signal interrupted it.
    func retrying(_ operation: String, _ call: () -> Int) throws -> Int {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno != EINTR { throw FileError(operation: operation, path: path) }
        }
    }

    func synchronize() throws {
        #if canImport(Darwin)
            // There, fsync leaves the data in the drive's cache.
            if fcntl(number, F_FULLFSYNC) == 0 { return }
        #endif
        guard fsync(number) == 0 else { throw FileError(operation: "synchronize", path: path) }
    }

    func close() throws {
        precondition(isOpen, "closed twice")
        isOpen = false
        // A call that a signal interrupts has closed the descriptor all the same.
        guard posixClose(number) == 0 || errno == EINTR else { throw FileError(operation: "close", path: path) }
    }
}

private final class POSIXWritableFile: WritableFile {
    private let descriptor: Descriptor

    init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))  // some systems refuse 2 GiB at once
            let count = try descriptor.retrying("write") {
                posixWrite(descriptor.number, chunk.baseAddress, chunk.count)
            }
            rest = rest.dropFirst(count)
        }
    }

    func synchronize() throws { try descriptor.synchronize() }

    func close() throws { try descriptor.close() }
}

final class MappedFile: BytesOwner {
    /// Safety: the mapping is private and read-only, and stays until `deinit`.
    nonisolated(unsafe) let contents: UnsafeRawBufferPointer

    init(_ contents: UnsafeRawBufferPointer) {
        self.contents = contents
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: contents.baseAddress!), contents.count) }
}

// The system's functions under names that the methods above do not hide.
#if canImport(Glibc)
    private let (posixRead, posixWrite, posixClose) = (Glibc.read, Glibc.write, Glibc.close)
    private let (posixRename, posixLink) = (Glibc.rename, Glibc.link)
#elseif canImport(Musl)
    private let (posixRead, posixWrite, posixClose) = (Musl.read, Musl.write, Musl.close)
    private let (posixRename, posixLink) = (Musl.rename, Musl.link)
#elseif canImport(Darwin)
    private let (posixRead, posixWrite, posixClose, posixRename) = (
        Darwin.read, Darwin.write, Darwin.close, Darwin.rename
    )
#endif
