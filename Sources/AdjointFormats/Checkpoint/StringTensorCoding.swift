import AdjointKernels

/// How checkpoints store tensors of strings: the lengths as numbers of variable length, their masked CRC-32C, and then
/// the strings.
///
/// The checksum in the index covers the lengths as four-byte numbers, eight for those that need it, then the stored
/// checksum, then the strings.
enum StringTensorCoding {
    /// Takes `count` strings apart.
    ///
    /// - Throws: `FormatError`: `truncated`, `malformed` or `checksumMismatch`.
    static func decode(_ contents: Bytes, count: Int, maskedChecksum: UInt32) throws -> [Bytes] {
        guard count <= contents.count else {
            throw FormatError(.truncated, format: "checkpoint", "\(contents.count) bytes cannot hold \(count) strings")
        }
        var reader = ByteReader(contents, format: "checkpoint")
        var crc = CRC32C()
        let lengths = try (0..<count).map { _ in
            let length = try reader.varint()
            update(&crc, length: length)
            return ByteReader.size(length)
        }
        guard try reader.littleEndian(UInt32.self) == crc.maskedValue else { throw mismatch }
        withUnsafeBytes(of: crc.maskedValue.littleEndian) { crc.update($0) }
        let strings = try lengths.map { try reader.read($0) }
        for string in strings { string.withUnsafeBytes { crc.update($0) } }
        guard reader.remaining == 0 else {
            throw FormatError(.malformed, format: "checkpoint", "\(reader.remaining) bytes follow the strings")
        }
        guard crc.maskedValue == maskedChecksum else { throw mismatch }
        return strings
    }

    /// The strings as they are stored, with the masked checksum for the index.
    static func encode(_ strings: [Bytes]) -> (contents: [UInt8], maskedChecksum: UInt32) {
        var writer = ProtobufWriter()
        var crc = CRC32C()
        for string in strings {
            writer.varint(UInt64(string.count))
            update(&crc, length: UInt64(string.count))
        }
        let lengthChecksum = crc.maskedValue
        writer.fixed(lengthChecksum)
        withUnsafeBytes(of: lengthChecksum.littleEndian) { crc.update($0) }
        var contents = writer.bytes
        for string in strings {
            string.withUnsafeBytes {
                crc.update($0)
                contents.append(contentsOf: $0)
            }
        }
        return (contents, crc.maskedValue)
    }

    private static func update(_ crc: inout CRC32C, length: UInt64) {
        if let short = UInt32(exactly: length) {
            withUnsafeBytes(of: short.littleEndian) { crc.update($0) }
        } else {
            withUnsafeBytes(of: length.littleEndian) { crc.update($0) }
        }
    }

    private static var mismatch: FormatError {
        FormatError(.checksumMismatch, format: "checkpoint", "the strings do not have the CRC stored with them")
    }
}
