/// Reads a file of named arrays (`.npz`, `.safetensors`) as if it were a checkpoint, so that weights of other programs are
/// listed, planned and restored as checkpoints are.
///
/// Names that end in `:0`, as those of TensorFlow's variables do, lose that ending.
public struct ArrayFileReader: CheckpointReader {
    /// The file's path.
    public let path: String
    public let tensors: [CheckpointTensor]
    private let arrays: [String: StoredArray]

    /// Reads the file at `path`, whose name says which format it has. Arrays that are compressed are expanded; the others
    /// stay in the mapped file.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `truncated`, `badMagic`, `checksumMismatch`, `malformed` or
    ///   `unsupported`.
    public init(path: String, fileSystem: some FileSystem = .posix) throws {
        self.path = path
        var arrays: [String: StoredArray] = [:]
        func add(_ name: String, _ array: StoredArray) throws {
            let name = name.hasSuffix(":0") ? String(name.dropLast(2)) : name
            guard arrays.updateValue(array, forKey: name) == nil else {
                throw FormatError(
                    .malformed, format: "array file", "there are two arrays named '\(name)'", path: path)
            }
        }
        if path.hasSuffix(".npz") {
            let file = try NPZ(contentsOf: path, fileSystem: fileSystem)
            for name in file.names { try add(name, file.array(named: name)) }
        } else {
            let file = try SafeTensors(contentsOf: path, fileSystem: fileSystem)
            for name in file.names { try add(name, file.array(named: name)) }
        }
        self.arrays = arrays
        tensors = arrays.map { CheckpointTensor(name: $0.key, dtype: $0.value.dtype, shape: $0.value.shape) }
            .sorted { $0.name < $1.name }
    }

    /// Whether a path is one of a file that this reads.
    static func reads(_ path: String) -> Bool { path.hasSuffix(".npz") || path.hasSuffix(".safetensors") }

    public func bytes(of name: String) throws -> Bytes {
        let array = try array(named: name)
        guard array.dtype != .string else {
            throw FormatError(
                .unsupported, format: "array file", "the array '\(name)' holds no numbers, but strings", path: path)
        }
        return array.bytes
    }

    public func strings(of name: String) throws -> [Bytes] {
        let array = try array(named: name)
        guard array.dtype == .string else {
            throw FormatError(
                .unsupported, format: "array file", "the array '\(name)' is not one of strings", path: path)
        }
        return array.strings
    }

    private func array(named name: String) throws -> StoredArray {
        guard let array = arrays[name] else {
            throw FormatError(.notFound, format: "array file", "there is no array named '\(name)'", path: path)
        }
        return array
    }
}
