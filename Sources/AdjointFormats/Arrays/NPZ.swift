/// NumPy's file format for several arrays: a zip archive of npy files.
public struct NPZ: Sendable {
    /// The names of the arrays, in the file's order.
    public let names: [String]

    private let path: String?
    private let archive: ZipReader
    private let members: [String: ZipReader.Member]

    /// Opens the file at `path`, which is read only as far as arrays are asked for.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `badMagic`, `truncated`, `malformed` or `unsupported`.
    public init(contentsOf path: String, fileSystem: some FileSystem = .posix) throws {
        let contents = try fileSystem.map(path)
        self = try FormatError.inFile(path) { try NPZ(contents, path: path) }
    }

    /// Opens the contents of a file.
    ///
    /// - Throws: ``FormatError``, as above.
    public init(_ contents: Bytes) throws {
        try self.init(contents, path: nil)
    }

    private init(_ contents: Bytes, path: String?) throws {
        self.path = path
        archive = try ZipReader(contents)
        var names: [String] = []
        var members: [String: ZipReader.Member] = [:]
        for member in archive.members {
            let name = member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name
            guard members.updateValue(member, forKey: name) == nil else {
                throw FormatError(.malformed, format: "npz", "there are two arrays named '\(name)'")
            }
            names.append(name)
        }
        (self.names, self.members) = (names, members)
    }

    /// The array named `name`. O(its size).
    ///
    /// - Throws: ``FormatError``: `notFound`, `checksumMismatch`, `truncated`, `malformed` or `unsupported`.
    public func array(named name: String) throws -> StoredArray {
        guard let member = members[name] else {
            throw FormatError(.notFound, format: "npz", "there is no array named '\(name)'", path: path)
        }
        do {
            return try NPY.decode(try archive.contents(of: member))
        } catch var error as FormatError {
            error.path = path
            error.detail = "in the array '\(name)': " + error.detail
            throw error
        }
    }

    /// Writes arrays to the file at `path`, in the order given, and puts it in the place of one that stood there.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `unsupported` for element types that NumPy does not have.
    public static func write(
        _ arrays: [(name: String, array: StoredArray)], to path: String, isCompressed: Bool = false,
        fileSystem: some FileSystem = .posix, isDurable: Bool = true
    ) throws {
        let files = try arrays.map { (name: $0.name + ".npy", contents: try NPY.encode($0.array)) }
        try AtomicFile.write(to: path, fileSystem: fileSystem, isDurable: isDurable) { file in
            var archive = ZipWriter(file)
            for (name, contents) in files {
                try contents.withUnsafeBytes { try archive.add(name, $0, isCompressed: isCompressed) }
            }
            try archive.finish()
        }
    }
}
