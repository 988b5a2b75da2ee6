#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that one process (and one opener within it) at a time reads and writes anywhere, until it is dropped.
///
/// The lock is advisory: those who open the file otherwise, as a reader maps it, are not kept out. It ends with the
/// process, however that ends.
final class LockedFile {
    private let descriptor: Descriptor

    /// Opens a file for reading and writing, made where it is missing, and waits until nobody else has it locked.
    ///
    /// - Throws: ``FileError``.
    convenience init(_ path: String) throws {
        guard let file = try Self.open(path, O_RDWR | O_CREAT, waits: true) else { preconditionFailure("it waits") }
        self.init(file)
    }

    /// Opens an existing file and locks it; nil where it is missing or locked by another.
    ///
    /// - Throws: ``FileError``.
    static func ifFree(_ path: String) throws -> LockedFile? {
        do {
            return try open(path, O_RDWR, waits: false).map(LockedFile.init)
        } catch let error as FileError where error.isMissing {
            return nil
        }
    }

    private init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    // Closing alone is not enough: a mapping keeps the open file, and with it the lock.
    deinit { _ = flock(descriptor.number, LOCK_UN) }

    private static func open(_ path: String, _ flags: Int32, waits: Bool) throws -> Descriptor? {
        while true {
            let descriptor = try Descriptor(path, flags)
            if !waits {
                if flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
                    if errno == EWOULDBLOCK { return nil }
                    throw FileError(operation: "lock", path: path)
                }
            } else {
                _ = try descriptor.retrying("lock") { Int(flock(descriptor.number, LOCK_EX)) }
            }
            // While this waited, the file may have been removed or replaced; a lock on what it was is worth nothing.
            var (own, named) = (stat(), stat())
            guard fstat(descriptor.number, &own) == 0 else { throw FileError(operation: "examine", path: path) }
            if stat(path, &named) == 0, own.st_dev == named.st_dev, own.st_ino == named.st_ino { return descriptor }
        }
    }

    /// The path it was opened by.
    var path: String { descriptor.path }

    /// The number of bytes in it.
    func size() throws -> Int { try descriptor.size() }

    /// Cuts the file off, or lengthens it by zeros that take no room on the disk until they are written.
    func resize(to size: Int) throws {
        _ = try descriptor.retrying("resize") { Int(ftruncate(descriptor.number, off_t(size))) }
    }

    /// Writes all of `bytes` at `offset`.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var (rest, place) = (bytes[...], offset)
        while !rest.isEmpty {
            let chunk = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))  // some systems refuse 2 GiB at once
            let count = try descriptor.retrying("write") {
                pwrite(descriptor.number, chunk.baseAddress, chunk.count, off_t(place))
            }
            rest = rest.dropFirst(count)
            place += count
        }
    }

    /// The whole file, paged in as it is touched. What is written later shows through.
    func map() throws -> Bytes {
        let size = try size()
        if size == 0 { return Bytes() }
        guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor.number, 0), start != MAP_FAILED else {
            throw FileError(operation: "map", path: path)
        }
        return Bytes(MappedFile(UnsafeRawBufferPointer(start: start, count: size)))
    }

    /// Sets the time of the last change to now.
    func touch() throws {
        guard futimens(descriptor.number, nil) == 0 else { throw FileError(operation: "touch", path: path) }
    }

    /// Waits until everything written is on the disk.
    func synchronize() throws { try descriptor.synchronize() }

    /// Takes the file's name away; whoever has it open or mapped keeps it.
    func remove() throws {
        guard unlink(path) == 0 else { throw FileError(operation: "remove", path: path) }
    }
}
