import AdjointKernels
import Synchronization

/// Reads a checkpoint of the second format; see ``TensorBundle``.
///
/// Data files are mapped into memory when the first tensor in them is read, and only the parts that are asked for are
/// touched. The CRC-32C of every tensor read is verified.
public final class TensorBundleReader: CheckpointReader {
    /// The path that all its files begin with.
    public let prefix: String
    public let tensors: [CheckpointTensor]
    /// The number of data files.
    public let shardCount: Int

    private let fileSystem: any FileSystem
    private let entries: [[UInt8]: BundleEntryProto]
    /// The entries of the index but the header.
    var indexEntries: [[UInt8]: BundleEntryProto] { entries }

    private let shards = Mutex<[Int: Bytes]>([:])

    /// Reads the index of the checkpoint with this prefix.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `truncated`, `badMagic`, `checksumMismatch`, `malformed`, or
    ///   `unsupported` for bytes in another order or a later version.
    public init(prefix: String, fileSystem: some FileSystem = .posix) throws {
        self.prefix = prefix
        self.fileSystem = fileSystem
        let path = TensorBundle.indexPath(prefix)
        let contents = try fileSystem.read(path)
        let index = try FormatError.inFile(path) { try Self.readIndex(contents) }
        (tensors, shardCount, entries) = (index.tensors, index.shardCount, index.entries)
    }

    public func bytes(of name: String) throws -> Bytes {
        let tensor = try requireTensor(name)
        guard let entry = entries[Array(name.utf8)], let byteCount = tensor.byteCount else {
            throw FormatError(
                .unsupported, format: "checkpoint", "the tensor '\(name)' holds no numbers, but \(tensor.dtype)",
                path: TensorBundle.indexPath(prefix))
        }
        return entry.slices.isEmpty
            ? try wholeTensor(tensor, entry, byteCount: byteCount) : try tensorInSlices(tensor, entry)
    }

    /// The elements of a part of a tensor of numbers. O(part) where the tensor was saved in just these parts; otherwise the
    /// whole is put together.
    public func bytes(of name: String, part: TensorPart) throws -> Bytes {
        let tensor = try requireTensor(name, with: part)
        if let entry = entries[Array(name.utf8)], entry.slices.contains(part.slice) {
            let contents = try stored(part.slice, of: tensor).contents
            guard contents.count == part.shape.reduce(tensor.dtype.size ?? 0, *) else {
                throw FormatError(
                    .malformed, format: "checkpoint", "a part of the tensor '\(name)' does not have the part's size",
                    path: TensorBundle.indexPath(prefix))
            }
            return contents
        }
        return try SliceAssembly.extract(part.slice, of: tensor, from: bytes(of: name))
    }

    public func strings(of name: String) throws -> [Bytes] {
        let tensor = try requireTensor(name)
        guard let entry = entries[Array(name.utf8)], tensor.dtype == .string, entry.slices.isEmpty else {
            throw FormatError(
                .unsupported, format: "checkpoint",
                "the tensor '\(name)' is not one of strings, but of \(tensor.dtype)",
                path: TensorBundle.indexPath(prefix))
        }
        return try inShard(of: entry) { contents in
            try StringTensorCoding.decode(contents, count: tensor.elementCount, maskedChecksum: entry.crc32c.value)
        }
    }

    // The index.

    private struct Index {
        var tensors: [CheckpointTensor] = []
        var shardCount = 0
        var entries: [[UInt8]: BundleEntryProto] = [:]
    }

    private static func readIndex(_ contents: Bytes) throws -> Index {
        var index = Index()
        var hasHeader = false
        try TableReader(contents).forEachEntry { key, value in
            guard !key.isEmpty else {
                index.shardCount = try readHeader(value)
                hasHeader = true
                return
            }
            let entry = try BundleEntryProto(serialized: value)
            index.entries[key] = entry
            // The keys of parts of tensors begin with a zero byte; their names stand in the entries of the whole ones.
            if key[0] != 0 {
                guard let name = String(validating: key, as: UTF8.self) else {
                    throw FormatError(.malformed, format: "checkpoint", "a tensor's name is not UTF-8")
                }
                index.tensors.append(try CheckpointTensor(name: name, dtype: entry.dtype, shape: entry.shape))
            }
        }
        guard hasHeader else { throw FormatError(.malformed, format: "checkpoint", "the index has no header") }
        index.tensors.sort { $0.name < $1.name }
        return index
    }

    /// The number of data files.
    private static func readHeader(_ value: Bytes) throws -> Int {
        let header = try BundleHeaderProto(serialized: value)
        guard header.endianness == .little else {
            throw FormatError(.unsupported, format: "checkpoint", "its bytes are in the order \(header.endianness)")
        }
        guard header.version?.minConsumer ?? 0 <= TensorBundle.version else {
            throw FormatError(.unsupported, format: "checkpoint", "it needs a reader of a later version")
        }
        guard header.shardCount >= 0 else {
            throw FormatError(.malformed, format: "checkpoint", "it has \(header.shardCount) data files")
        }
        return Int(header.shardCount)
    }

    // The data.

    private func wholeTensor(_ tensor: CheckpointTensor, _ entry: BundleEntryProto, byteCount: Int) throws -> Bytes {
        try inShard(of: entry) { contents in
            guard contents.count == byteCount else {
                throw FormatError(
                    .malformed, format: "checkpoint",
                    "the tensor '\(tensor.name)' has \(contents.count) bytes where its shape needs \(byteCount)")
            }
            guard CRC32C.masked(contents.withUnsafeBytes { CRC32C.checksum($0) }) == entry.crc32c.value else {
                throw FormatError(
                    .checksumMismatch, format: "checkpoint",
                    "the tensor '\(tensor.name)' does not have the CRC that was stored with it")
            }
            return contents
        }
    }

    private func tensorInSlices(_ tensor: CheckpointTensor, _ entry: BundleEntryProto) throws -> Bytes {
        let parts = try entry.slices.map { try stored($0, of: tensor) }
        return try FormatError.inFile(TensorBundle.indexPath(prefix)) { try SliceAssembly.assemble(tensor, parts) }
    }

    /// A part that was saved as such.
    private func stored(_ slice: TensorSliceProto, of tensor: CheckpointTensor) throws -> SliceAssembly.Part {
        guard let part = entries[OrderedCode.key(name: tensor.name, slice: slice)],
            part.dtype == tensor.dtype, part.slices.isEmpty
        else {
            throw FormatError(
                .malformed, format: "checkpoint", "a part of the tensor '\(tensor.name)' is missing",
                path: TensorBundle.indexPath(prefix))
        }
        let shape = try CheckpointTensor(name: tensor.name, dtype: part.dtype, shape: part.shape)
        return (slice, try wholeTensor(shape, part, byteCount: shape.byteCount ?? 0))
    }

    /// Calls `body` with the bytes of an entry, and names the data file in its errors.
    private func inShard<Result>(of entry: BundleEntryProto, _ body: (Bytes) throws -> Result) throws -> Result {
        let shard = Int(entry.shardID)
        guard shard >= 0, shard < shardCount else {
            throw FormatError(
                .malformed, format: "checkpoint", "there is no data file \(shard) of \(shardCount)",
                path: TensorBundle.indexPath(prefix))
        }
        let path = TensorBundle.dataPath(prefix, shard: shard, of: shardCount)
        let contents = try shards.withLock { shards in
            if let contents = shards[shard] { return contents }
            let contents = try fileSystem.map(path)
            shards[shard] = contents
            return contents
        }
        return try FormatError.inFile(path) {
            guard entry.offset >= 0, entry.size >= 0, let offset = Int(exactly: entry.offset),
                let size = Int(exactly: entry.size), offset <= contents.count, size <= contents.count - offset
            else {
                throw FormatError(
                    .truncated, format: "checkpoint",
                    "\(entry.size) bytes at \(entry.offset) lie outside the \(contents.count) of the file")
            }
            return try body(contents[offset..<offset + size])
        }
    }
}
