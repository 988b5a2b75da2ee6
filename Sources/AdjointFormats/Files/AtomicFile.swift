/// Writes files so that a reader, at any time and after any crash, finds all of the old contents or all of the new.
public enum AtomicFile {
    /// What the names of files end with until they are complete. A crash may leave such a file; the next save of the
    /// same file takes its place.
    static let temporarySuffix = ".tempstate"

    /// Replaces the contents of the file at `path`.
    ///
    /// - Parameters:
    ///   - path: Where the file is; the directory must exist.
    ///   - contents: What it shall hold.
    ///   - fileSystem: Where to write.
    ///   - isDurable: Whether to wait until it is on the disk.
    /// - Throws: ``FileError``; then the old contents are still there.
    public static func write(
        _ contents: [UInt8], to path: String, fileSystem: any FileSystem = .posix, isDurable: Bool = true
    ) throws {
        try write(to: path, fileSystem: fileSystem, isDurable: isDurable) { try $0.write(contents) }
    }

    /// Replaces the contents of the file at `path` by what `body` writes.
    static func write(
        to path: String, fileSystem: any FileSystem, isDurable: Bool, _ body: (any WritableFile) throws -> Void
    ) throws {
        let temporaryPath = path + temporarySuffix
        do {
            let file = try fileSystem.create(temporaryPath)
            try body(file)
            if isDurable { try file.synchronize() }
            try file.close()
            try fileSystem.rename(temporaryPath, to: path)
        } catch {
            try? fileSystem.remove(temporaryPath)
            throw error
        }
        if isDurable { try fileSystem.synchronizeDirectory(Path.directory(of: path)) }
    }
}
