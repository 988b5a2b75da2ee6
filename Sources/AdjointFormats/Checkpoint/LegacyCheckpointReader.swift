/// Reads a checkpoint of TensorFlow's first format: one sorted table that holds the tensors themselves.
///
/// All checksums of the file are verified when it is opened.
public struct LegacyCheckpointReader: CheckpointReader {
    /// The file's path.
    public let path: String
    public let tensors: [CheckpointTensor]

    /// The parts of each tensor.
    private let slices: [String: [TensorSliceProto]]
    private let entries: [[UInt8]: Bytes]

    /// Reads the checkpoint at `path`.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `truncated`, `badMagic`, `checksumMismatch` or `malformed`.
    public init(path: String, fileSystem: some FileSystem = .posix) throws {
        self.path = path
        let contents = try fileSystem.map(path)
        (tensors, slices, entries) = try FormatError.inFile(path) { try Self.readTable(contents) }
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

    private typealias Contents = (
        tensors: [CheckpointTensor], slices: [String: [TensorSliceProto]], entries: [[UInt8]: Bytes]
    )

    private static func readTable(_ contents: Bytes) throws -> Contents {
        var entries: [[UInt8]: Bytes] = [:]
        try TableReader(contents).forEachEntry { entries[$0] = $1 }
        guard let header = entries[[]], let meta = try SavedTensorSlices(serialized: header).meta else {
            throw FormatError(.malformed, format: "checkpoint", "the file has no list of tensors")
        }
        var tensors: [CheckpointTensor] = []
        var slices: [String: [TensorSliceProto]] = [:]
        for tensor in meta.tensors {
            tensors.append(try CheckpointTensor(name: tensor.name, dtype: tensor.type, shape: tensor.shape))
            guard slices.updateValue(tensor.slices, forKey: tensor.name) == nil else {
                throw FormatError(.malformed, format: "checkpoint", "the tensor '\(tensor.name)' is listed twice")
            }
        }
        return (tensors.sorted { $0.name < $1.name }, slices, entries)
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
