import AdjointKernels

/// The gzip file format. Source: RFC 1952.
public enum Gzip {
    /// Whether `bytes` begin as a gzip file does.
    public static func isCompressed(_ bytes: Bytes) -> Bool {
        bytes.starts(with: magic)
    }

    /// Decompresses a gzip file of one or more members, and verifies the CRC-32 and the length of each.
    ///
    /// Zero bytes after the last member are padding. O(size of the result).
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, `checksumMismatch`, `unsupported`, or
    ///   `limitExceeded` when more than `maximumSize` bytes come out.
    public static func decompress(_ bytes: Bytes, maximumSize: Int = .max) throws -> Bytes {
        guard isCompressed(bytes) else {
            throw FormatError(.badMagic, format: "gzip", "the file does not begin with 1f 8b", offset: 0)
        }
        var output = ByteBuilder(capacity: capacityHint(bytes, maximumSize: maximumSize))
        var reader = ByteReader(bytes, format: "gzip")
        while reader.remaining > 0 {
            if reader.offset > 0, bytes[reader.offset...].allSatisfy({ $0 == 0 }) { break }
            try readMember(&reader, onto: &output, maximumSize: maximumSize)
        }
        return output.finish()
    }

    private static let magic: [UInt8] = [0x1f, 0x8b]

    /// The size that the last trailer claims, as far as the compressed size makes it likely: what is there in truth may
    /// grow beyond it.
    private static func capacityHint(_ bytes: Bytes, maximumSize: Int) -> Int {
        let claim = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        let credible = bytes.count.multipliedReportingOverflow(by: 32)
        return min(claim, maximumSize, credible.overflow ? .max : credible.partialValue)
    }

    private static func readMember(
        _ reader: inout ByteReader, onto output: inout ByteBuilder, maximumSize: Int
    ) throws {
        try skipHeader(&reader)
        let start = output.count
        let compressed = reader.bytes[reader.offset...]
        let size = try compressed.withUnsafeBytes {
            try Inflate.decompress($0, onto: &output, maximumSize: maximumSize - start)
        }
        _ = try reader.read(size)

        let checksum = try reader.littleEndian(UInt32.self)
        let length = try reader.littleEndian(UInt32.self)
        guard output.withUnsafeBytes(from: start, { CRC32.checksum($0) }) == checksum else {
            throw FormatError(
                .checksumMismatch, format: "gzip", "the data does not have the CRC-32 that was stored with it",
                offset: reader.offset - 8)
        }
        guard UInt32(truncatingIfNeeded: output.count - start) == length else {
            throw FormatError(
                .checksumMismatch, format: "gzip", "the data does not have the length that was stored with it",
                offset: reader.offset - 4)
        }
    }

    private static func skipHeader(_ reader: inout ByteReader) throws {
        let start = reader.offset
        guard isCompressed(reader.bytes[start...]) else {
            throw FormatError(.malformed, format: "gzip", "something else follows the compressed data", offset: start)
        }
        _ = try reader.read(magic.count)
        guard try reader.littleEndian(UInt8.self) == 8 else {
            throw FormatError(.unsupported, format: "gzip", "the compression method is not deflate", offset: start + 2)
        }
        let flags = Flags(rawValue: try reader.littleEndian(UInt8.self))
        guard flags.isSubset(of: .known) else {
            throw FormatError(.malformed, format: "gzip", "reserved flags are set", offset: start + 3)
        }
        _ = try reader.read(6)  // modification time, extra flags, operating system
        if flags.contains(.extraField) {
            _ = try reader.read(Int(try reader.littleEndian(UInt16.self)))
        }
        for text in [Flags.name, .comment] where flags.contains(text) {
            while try reader.littleEndian(UInt8.self) != 0 {}
        }
        if flags.contains(.headerChecksum) {
            let header = reader.bytes[start..<reader.offset].withUnsafeBytes { CRC32.checksum($0) }
            guard try reader.littleEndian(UInt16.self) == UInt16(truncatingIfNeeded: header) else {
                throw FormatError(.checksumMismatch, format: "gzip", "the header is damaged", offset: start)
            }
        }
    }

    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let headerChecksum = Flags(rawValue: 1 << 1)
        static let extraField = Flags(rawValue: 1 << 2)
        static let name = Flags(rawValue: 1 << 3)
        static let comment = Flags(rawValue: 1 << 4)
        /// Bit 0 says that the data is probably text, which changes nothing.
        static let known = Flags(rawValue: 0b1_1111)
    }
}
