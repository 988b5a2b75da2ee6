/// Reads a checkpoint of TensorFlow's first format: one sorted table that holds the tensors themselves, or several, each
/// with some of the tensors or of their parts.
///
/// All checksums of the files are verified when it is opened.
public struct LegacyCheckpointReader: CheckpointReader {
    /// The file's path, or the pattern of several.
    public let path: String
    public let tensors: [CheckpointTensor]

    /// The parts of each tensor.
    private let slices: [String: [TensorSliceProto]]
    private let entries: [[UInt8]: Bytes]

    /// Reads the checkpoint at `path`. One that ends in `-?????-of-00002` stands for the files numbered 00000 and 00001, as
    /// a sharded saver of the first format names what it wrote.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `truncated`, `badMagic`, `checksumMismatch` or `malformed`.
    public init(path: String, fileSystem: some FileSystem = .posix) throws {
        self.path = path
        var table = Table()
        for file in Self.files(of: path) {
            let contents = try fileSystem.map(file)
            try FormatError.inFile(file) { try table.add(contents) }
        }
        (slices, entries) = (table.slices, table.entries)
        tensors = table.tensors.values.sorted { $0.name < $1.name }
    }

    /// Whether a path stands for several files.
    static func isPattern(_ path: String) -> Bool { files(of: path) != [path] }

    /// The files that a path stands for, at least one.
    static func files(of path: String) -> [String] {
        let digits = path.suffix(5)
        let mark = "-?????-of-"
        guard path.dropLast(5).hasSuffix(mark), let count = Int(digits), count > 0, digits.allSatisfy(\.isNumber) else {
            return [path]
        }
        let base = path.dropLast(5 + mark.count)
        return (0..<count).map { TensorBundle.shardPath(String(base), shard: $0, of: count) }
    }

    public func bytes(of name: String) throws -> Bytes {
        try FormatError.inFile(path) {
            let tensor = try requireTensor(name)
            guard tensor.byteCount != nil else {
                throw FormatError(
                    .unsupported, format: "checkpoint", "the tensor '\(name)' holds no numbers, but \(tensor.dtype)")
            }
            let parts = try (slices[name] ?? []).map { slice in
                var data = try data(of: tensor, slice)
                let count = try SliceAssembly.elementCount(of: slice, in: tensor)
                try requireStored(data, count: count, of: tensor)
                data.shape = TensorShapeProto([count])
                return (slice, try data.elements())
            }
            return try SliceAssembly.assemble(tensor, parts)
        }
    }

    public func strings(of name: String) throws -> [Bytes] {
        try FormatError.inFile(path) {
            let tensor = try requireTensor(name)
            guard tensor.dtype == .string, let slice = slices[name]?.first, slices[name]?.count == 1 else {
                throw FormatError(
                    .unsupported, format: "checkpoint", "the tensor '\(name)' is not one of strings in one part")
            }
            let strings = try data(of: tensor, slice).stringValues
            guard strings.count == tensor.elementCount else { throw Self.fault(tensor) }
            return strings
        }
    }

    /// What the files hold together.
    private struct Table {
        var tensors: [String: CheckpointTensor] = [:]
        var slices: [String: [TensorSliceProto]] = [:]
        var entries: [[UInt8]: Bytes] = [:]

        /// Adds what one file holds.
        mutating func add(_ contents: Bytes) throws {
            var header: Bytes?
            try TableReader(contents).forEachEntry { key, value in
                if key.isEmpty { header = value } else { entries[key] = value }
            }
            guard let header, let meta = try SavedTensorSlices(serialized: header).meta else {
                throw FormatError(.malformed, format: "checkpoint", "the file has no list of tensors")
            }
            var names: Set<String> = []
            for listed in meta.tensors {
                let tensor = try CheckpointTensor(name: listed.name, dtype: listed.type, shape: listed.shape)
                guard names.insert(tensor.name).inserted else {
                    throw FormatError(.malformed, format: "checkpoint", "the tensor '\(tensor.name)' is listed twice")
                }
                guard tensors[tensor.name] == nil || tensors[tensor.name] == tensor else {
                    throw FormatError(
                        .malformed, format: "checkpoint", "the tensor '\(tensor.name)' differs from file to file")
                }
                tensors[tensor.name] = tensor
                slices[tensor.name, default: []] += listed.slices
            }
        }
    }

    private func data(of tensor: CheckpointTensor, _ slice: TensorSliceProto) throws -> TensorProto {
        guard let entry = entries[OrderedCode.key(name: tensor.name, slice: slice)],
            var data = try SavedTensorSlices(serialized: entry).data?.data
        else { throw Self.fault(tensor) }
        data.dtype = tensor.dtype
        return data
    }

    /// Checks that all elements of a part are there, so that none is made up and no memory asked for in vain.
    private func requireStored(_ data: TensorProto, count: Int, of tensor: CheckpointTensor) throws {
        let stored = [
            data.content.count, data.floatValues.count, data.doubleValues.count, data.intValues.count,
            data.int64Values.count, data.boolValues.count, data.halfValues.count, data.complexFloatValues.count,
            data.complexDoubleValues.count, data.uint32Values.count, data.uint64Values.count,
        ]
        guard stored.contains(where: { $0 >= count }) else { throw Self.fault(tensor) }
    }

    private static func fault(_ tensor: CheckpointTensor) -> FormatError {
        FormatError(.malformed, format: "checkpoint", "the contents of the tensor '\(tensor.name)' are not all there")
    }
}
