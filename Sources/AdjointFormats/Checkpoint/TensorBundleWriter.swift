import AdjointKernels

/// Writes a checkpoint of the second format with one data file, byte for byte as TensorFlow does; see ``TensorBundle``.
///
/// Tensors go to the disk as they are added. Nothing stands under the checkpoint's own names until ``finish()`` puts
/// all of it there at once: whoever opens the prefix, at any time and after any crash, finds either all of the old
/// checkpoint or all of the new one.
public struct TensorBundleWriter: ~Copyable {
    private let prefix: String
    private let fileSystem: any FileSystem
    private let isDurable: Bool
    private let data: any WritableFile
    private let dataPath: String
    private var entries: [String: BundleEntryProto] = [:]
    private var offset = 0
    private var isFinished = false

    /// Begins a checkpoint.
    ///
    /// - Parameters:
    ///   - prefix: The path that its files' names begin with; the directory must exist.
    ///   - fileSystem: Where to write.
    ///   - isDurable: Whether ``finish()`` waits until all of it is on the disk. Without that, a crash of the machine
    ///     (not of the program) may lose it.
    /// - Throws: ``FileError``.
    public init(prefix: String, fileSystem: some FileSystem = .posix, isDurable: Bool = true) throws {
        self.prefix = prefix
        self.fileSystem = fileSystem
        self.isDurable = isDurable
        dataPath = TensorBundle.dataPath(prefix, shard: 0, of: 1) + AtomicFile.temporarySuffix
        data = try fileSystem.create(dataPath)
    }

    deinit {
        if !isFinished { try? fileSystem.remove(dataPath) }
    }

    /// Adds a tensor of numbers: its elements in row-major order, lowest byte first. O(`bytes.count`).
    ///
    /// The name must be new and not empty, and `bytes` must fill the shape.
    /// - Throws: ``FileError``.
    public mutating func add(
        _ name: String, dtype: DataType, shape: [Int], bytes: UnsafeRawBufferPointer
    ) throws {
        precondition(checkedProduct(shape, times: dtype.size ?? 0) == bytes.count, "the bytes do not fill the shape")
        // The checksum is taken piece by piece, so that the write finds each one still in the processor's cache.
        var crc = CRC32C()
        for start in stride(from: 0, to: bytes.count, by: Self.pieceSize) {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + Self.pieceSize)])
            crc.update(piece)
            try data.write(piece)
        }
        list(name, dtype, shape, byteCount: bytes.count, maskedChecksum: crc.maskedValue)
    }

    /// Adds a tensor of strings in row-major order.
    ///
    /// The name must be new and not empty, and `strings` must fill the shape.
    /// - Throws: ``FileError``.
    public mutating func add(_ name: String, shape: [Int], strings: [Bytes]) throws {
        precondition(checkedProduct(shape) == strings.count, "the strings do not fill the shape")
        let (contents, checksum) = StringTensorCoding.encode(strings)
        try data.write(contents)
        list(name, .string, shape, byteCount: contents.count, maskedChecksum: checksum)
    }

    /// Completes the checkpoint and puts it in the place of one with the same prefix.
    ///
    /// - Throws: ``FileError``; then what stood there before still does, unless the new checkpoint was in place already
    ///   and only the wait for the disk, or the change of a name, failed.
    public consuming func finish() throws {
        if isDurable { try data.synchronize() }
        try data.close()
        let replacement = TensorBundleReplacement(prefix: prefix, fileSystem: fileSystem, isDurable: isDurable)
        let entries = entries
        try replacement.commit(data: dataPath) { Self.index(entries, shardCount: $0) }
        isFinished = true
    }

    /// Enters a tensor whose bytes have just been written.
    private mutating func list(
        _ name: String, _ dtype: DataType, _ shape: [Int], byteCount: Int, maskedChecksum: UInt32
    ) {
        precondition(!name.isEmpty && entries[name] == nil, "a tensor needs a name of its own")
        var entry = BundleEntryProto()
        entry.dtype = dtype
        entry.shape = TensorShapeProto(shape)
        entry.offset = Int64(offset)
        entry.size = Int64(byteCount)
        entry.crc32c = ProtobufFixed32(maskedChecksum)
        entries[name] = entry
        offset += byteCount
    }

    private static let pieceSize = 1 << 18

    /// The index of a checkpoint whose tensors are all in the first of `shardCount` data files.
    private static func index(_ entries: [String: BundleEntryProto], shardCount: Int) -> [UInt8] {
        var header = BundleHeaderProto()
        header.shardCount = Int32(shardCount)
        header.version = VersionDef(producer: TensorBundle.version)
        var table = TableWriter()
        table.add([], header.serialized())
        for (key, entry) in entries.map({ (Array($0.key.utf8), $0.value) })
            .sorted(by: { $0.0.lexicographicallyPrecedes($1.0) })
        {
            table.add(key, entry.serialized())
        }
        return table.finish()
    }
}
