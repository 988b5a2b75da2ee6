import AdjointKernels

/// Reads a sorted table; see ``Table``.
package struct TableReader {
    /// Keys share their beginnings, so a small damaged table could stand for keys of any size. All keys together may
    /// be this many times as large as the table.
    private static let maximumKeyExpansion = 64

    private let bytes: Bytes
    /// The blocks, in order.
    private let blocks: [Table.Handle]

    /// Reads the footer and the index of the table that `bytes` are.
    ///
    /// - Throws: `FormatError`: `truncated`, `badMagic`, `checksumMismatch`, `malformed` or `unsupported`.
    package init(_ bytes: Bytes) throws {
        guard bytes.count >= Table.footerSize else {
            throw FormatError(.truncated, format: "table", "\(bytes.count) bytes are less than a footer")
        }
        self.bytes = bytes
        var footer = ByteReader(bytes[(bytes.count - Table.footerSize)...], format: "table")
        _ = try Table.Handle(&footer)  // the meta index, which is empty
        let index = try Table.Handle(&footer)
        var magic = ByteReader(bytes[(bytes.count - 8)...], format: "table")
        guard try magic.littleEndian(UInt64.self) == Table.magic else {
            throw FormatError(.badMagic, format: "table", "the last eight bytes are not a table's")
        }
        var blocks: [Table.Handle] = []
        try Self.forEachEntry(of: try Self.block(at: index, in: bytes)) { _, value in
            var reader = ByteReader(value, format: "table")
            blocks.append(try Table.Handle(&reader))
        }
        self.blocks = blocks
    }

    /// Calls `body` with every entry, in ascending order of the keys.
    ///
    /// - Throws: `FormatError` as above, or what `body` throws.
    package func forEachEntry(_ body: (_ key: [UInt8], _ value: Bytes) throws -> Void) throws {
        var last: [UInt8]?
        var keySize = 0
        let (maximumKeySize, _) = bytes.count.multipliedReportingOverflow(by: Self.maximumKeyExpansion)
        for handle in blocks {
            let block = try Self.block(at: handle, in: bytes)
            try Self.forEachEntry(of: block) { key, value in
                if let last, !last.lexicographicallyPrecedes(key) {
                    throw FormatError(.malformed, format: "table", "the keys do not ascend", offset: handle.offset)
                }
                last = key
                keySize += key.count
                guard keySize <= maximumKeySize else {
                    throw FormatError(.limitExceeded, format: "table", "the keys are far larger than the table")
                }
                try body(key, value)
            }
        }
    }

    /// The contents of a block, verified and decompressed.
    private static func block(at handle: Table.Handle, in bytes: Bytes) throws -> Bytes {
        let bound = bytes.count - Table.footerSize - Table.trailerSize
        guard handle.offset <= bound, handle.size <= bound - handle.offset else {
            throw FormatError(.malformed, format: "table", "a block lies outside the file", offset: handle.offset)
        }
        let contents = bytes[handle.offset..<handle.offset + handle.size]
        let checked = bytes[handle.offset..<handle.offset + handle.size + 1]
        var trailer = ByteReader(bytes[(handle.offset + handle.size)...], format: "table")
        let compression = try trailer.littleEndian(UInt8.self)
        let checksum = try trailer.littleEndian(UInt32.self)
        guard CRC32C.masked(checked.withUnsafeBytes { CRC32C.checksum($0) }) == checksum else {
            throw FormatError(
                .checksumMismatch, format: "table", "a block does not have the CRC that was stored with it",
                offset: handle.offset)
        }
        switch Table.Compression(rawValue: compression) {
        case .some(.none): return contents
        case .snappy: return try Snappy.decompress(contents)
        case nil:
            throw FormatError(
                .unsupported, format: "table", "a block is compressed by method \(compression)", offset: handle.offset)
        }
    }

    private static func forEachEntry(
        of block: Bytes, _ body: (_ key: [UInt8], _ value: Bytes) throws -> Void
    ) throws {
        var tail = ByteReader(block.suffix(4), format: "table")
        let restartCount = ByteReader.size(try tail.littleEndian(UInt32.self))
        guard restartCount <= (block.count - 4) / 4 else {
            throw FormatError(.malformed, format: "table", "a block has more restarts than bytes")
        }
        var reader = ByteReader(block[..<(block.count - 4 - 4 * restartCount)], format: "table")
        var key: [UInt8] = []
        while reader.remaining > 0 {
            let shared = ByteReader.size(try reader.varint())
            let unshared = ByteReader.size(try reader.varint())
            let valueSize = ByteReader.size(try reader.varint())
            guard shared <= key.count else {
                throw FormatError(.malformed, format: "table", "a key shares more than the key before it has")
            }
            key.removeSubrange(shared...)
            key.append(contentsOf: try reader.read(unshared))
            try body(key, try reader.read(valueSize))
        }
    }
}
