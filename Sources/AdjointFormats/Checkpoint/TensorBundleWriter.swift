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
    private var entries: [[UInt8]: BundleEntryProto] = [:]
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
        let checksum = try write(bytes)
        list(Array(name.utf8), dtype, shape, byteCount: bytes.count, maskedChecksum: checksum)
    }

    /// Adds a part of a tensor of numbers. O(`bytes.count`).
    ///
    /// The parts of one tensor may come in any order, and agree in its type and whole shape; `bytes` must fill the part.
    /// - Throws: ``FileError``; ``FormatError``: `malformed` where a part contradicts an earlier one.
    public mutating func add(
        _ name: String, dtype: DataType, part: TensorPart, bytes: UnsafeRawBufferPointer
    ) throws {
        precondition(
            checkedProduct(part.shape, times: dtype.size ?? 0) == bytes.count, "the bytes do not fill the part")
        try listWhole(name, dtype, part)
        let checksum = try write(bytes)
        list(
            OrderedCode.key(name: name, slice: part.slice), dtype, part.shape, byteCount: bytes.count,
            maskedChecksum: checksum)
    }

    /// A tensor of numbers, or a part of one, that is added together with others.
    public struct Addition {
        var name: String
        var dtype: DataType
        var shape: [Int]
        var part: TensorPart?
        var bytes: UnsafeRawBufferPointer

        /// A tensor under a name that is not empty, or the part of it, which has this shape. `bytes` fill that.
        public init(
            _ name: String, dtype: DataType, shape: [Int], part: TensorPart? = nil, bytes: UnsafeRawBufferPointer
        ) {
            let count = checkedProduct(shape, times: dtype.size ?? 0)
            precondition(count == bytes.count, "the bytes do not fill the shape")
            precondition(part == nil || part?.shape == shape, "the part has another shape")
            (self.name, self.dtype, self.shape, self.part, self.bytes) = (name, dtype, shape, part, bytes)
        }
    }

    /// Adds tensors in their order, as if one after the other, while other threads compute their checksums.
    ///
    /// - Parameters:
    ///   - additions: The tensors.
    ///   - parallel: Calls a function once for every number below a count, on several threads.
    /// - Throws: as the other methods `add`.
    public mutating func add(
        _ additions: [Addition], parallel: (_ count: Int, _ body: (Int) -> Void) -> Void
    ) throws {
        for addition in additions {
            if let part = addition.part { try listWhole(addition.name, addition.dtype, part) }
        }
        let data = data
        var written = Result<Void, any Error>.success(())
        var checksums = [UInt32](repeating: 0, count: additions.count)
        checksums.withUnsafeMutableBufferPointer { checksums in
            // The kernel takes one write to a file at a time. What else there is to do goes on beside them.
            parallel(additions.count + 1) { index in
                if index == 0 {
                    written = Result { for addition in additions { try data.write(addition.bytes) } }
                } else {
                    checksums[index - 1] = CRC32C.masked(CRC32C.checksum(additions[index - 1].bytes))
                }
            }
        }
        try written.get()
        for (addition, checksum) in zip(additions, checksums) {
            let key = addition.part.map { OrderedCode.key(name: addition.name, slice: $0.slice) }
            list(
                key ?? Array(addition.name.utf8), addition.dtype, addition.shape, byteCount: addition.bytes.count,
                maskedChecksum: checksum)
        }
    }

    /// Enters a part in the list of those of its tensor.
    private mutating func listWhole(_ name: String, _ dtype: DataType, _ part: TensorPart) throws {
        var whole = entries[Array(name.utf8)] ?? BundleEntryProto()
        let isFirst = whole.slices.isEmpty && whole.dtype == .invalid
        if isFirst {
            whole.dtype = dtype
            whole.shape = TensorShapeProto(part.wholeShape)
        }
        guard whole.dtype == dtype, whole.shape == TensorShapeProto(part.wholeShape),
            isFirst || !whole.slices.isEmpty, !whole.slices.contains(part.slice)
        else {
            throw FormatError(
                .malformed, format: "checkpoint", "the parts of the tensor '\(name)' contradict each other")
        }
        whole.slices.append(part.slice)
        entries[Array(name.utf8)] = whole
    }

    /// Adds a tensor of strings in row-major order.
    ///
    /// The name must be new and not empty, and `strings` must fill the shape.
    /// - Throws: ``FileError``.
    public mutating func add(_ name: String, shape: [Int], strings: [Bytes]) throws {
        precondition(checkedProduct(shape) == strings.count, "the strings do not fill the shape")
        let (contents, checksum) = StringTensorCoding.encode(strings)
        try data.write(contents)
        list(Array(name.utf8), .string, shape, byteCount: contents.count, maskedChecksum: checksum)
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

    /// Writes `bytes` and returns their masked checksum, taken piece by piece, so that the write finds each one still in
    /// the processor's cache.
    private func write(_ bytes: UnsafeRawBufferPointer) throws -> UInt32 {
        var crc = CRC32C()
        for start in stride(from: 0, to: bytes.count, by: Self.pieceSize) {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + Self.pieceSize)])
            crc.update(piece)
            try data.write(piece)
        }
        return crc.maskedValue
    }

    /// Enters a tensor whose bytes have just been written.
    private mutating func list(
        _ key: [UInt8], _ dtype: DataType, _ shape: [Int], byteCount: Int, maskedChecksum: UInt32
    ) {
        precondition(!key.isEmpty && entries[key] == nil, "a tensor needs a name of its own")
        var entry = BundleEntryProto()
        entry.dtype = dtype
        entry.shape = TensorShapeProto(shape)
        entry.offset = Int64(offset)
        entry.size = Int64(byteCount)
        entry.crc32c = ProtobufFixed32(maskedChecksum)
        entries[key] = entry
        offset += byteCount
    }

    private static let pieceSize = 1 << 18

    /// The index of a checkpoint whose tensors are all in the first of `shardCount` data files.
    static func index(_ entries: [[UInt8]: BundleEntryProto], shardCount: Int) -> [UInt8] {
        var header = BundleHeaderProto()
        header.shardCount = Int32(shardCount)
        header.version = VersionDef(producer: TensorBundle.version)
        var table = TableWriter()
        table.add([], header.serialized())
        for (key, entry) in entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            table.add(key, entry.serialized())
        }
        return table.finish()
    }
}
