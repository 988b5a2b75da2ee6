import AdjointKernels

/// TensorFlow's file format for a run of records: for each, its length in eight bytes, the masked CRC-32C of those, the
/// bytes, and their masked CRC-32C.
public enum Records {
    /// The records of a file, in order.
    ///
    /// - Parameter isGrowing: Whether a writer may still be at work, so that the last record need not be whole; it is
    ///   left out then.
    /// - Throws: ``FormatError``: `truncated` or `checksumMismatch`.
    public static func decode(_ contents: Bytes, isGrowing: Bool = false) throws -> [Bytes] {
        var records: [Bytes] = []
        var reader = ByteReader(contents, format: "record")
        do {
            while reader.remaining > 0 { records.append(try next(&reader)) }
        } catch let error as FormatError where isGrowing && error.kind == .truncated {}
        return records
    }

    /// `record` as a file holds it.
    package static func encode(_ record: [UInt8]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.fixed(UInt64(record.count))
        writer.fixed(writer.bytes.withUnsafeBytes { CRC32C.masked(CRC32C.checksum($0)) })
        writer.append(record)
        writer.fixed(record.withUnsafeBytes { CRC32C.masked(CRC32C.checksum($0)) })
        return writer.bytes
    }

    private static func next(_ reader: inout ByteReader) throws -> Bytes {
        let start = reader.offset
        let length = try reader.read(8)
        let lengthChecksum = try reader.littleEndian(UInt32.self)
        guard length.withUnsafeBytes({ CRC32C.masked(CRC32C.checksum($0)) }) == lengthChecksum else {
            throw FormatError(.checksumMismatch, format: "record", "a record's length is damaged", offset: start)
        }
        var number = ByteReader(length, format: "record")
        let record = try reader.read(ByteReader.size(try number.littleEndian(UInt64.self)))
        guard record.withUnsafeBytes({ CRC32C.masked(CRC32C.checksum($0)) }) == (try reader.littleEndian(UInt32.self))
        else {
            throw FormatError(.checksumMismatch, format: "record", "a record is damaged", offset: start)
        }
        return record
    }
}
