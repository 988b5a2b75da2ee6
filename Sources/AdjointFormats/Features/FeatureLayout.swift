import AdjointKernels

/// Where everything stands in a feature file. All numbers are stored lowest byte first.
///
///     0           "ADJFEAT1"
///     8           the number of bytes of the header, 4 bytes
///     12          the masked CRC-32C of the header, 4 bytes
///     16          the header, a `FeatureHeader`
///     table       8 bytes for each record: 0 while it is missing, else its masked CRC-32C with 1 above it
///     data        the rows, one after the other
///
/// The table begins at the next multiple of 64, the data at the next multiple of 4,096.
struct FeatureLayout {
    static let magic = Array("ADJFEAT1".utf8)
    static let format = "feature file"
    /// The bytes before the header.
    static let prefixByteCount = 16

    /// The bytes up to the table: magic, sizes, header, and zeros.
    let front: [UInt8]
    let rowByteCount: Int
    let rowCount: Int
    let rowsPerRecord: Int
    let recordCount: Int
    let dataOffset: Int
    let byteCount: Int

    var tableOffset: Int { front.count }

    /// - Throws: ``FormatError`` where the file would be larger than any file can be, or the header larger than 4 GiB.
    /// - Precondition: the element type has a fixed size, no number is negative, and a record has rows.
    init(_ header: FeatureHeader) throws {
        let elementByteCount = header.dtype.size ?? 0
        precondition(elementByteCount > 0 && header.rowCount >= 0 && header.rowsPerRecord > 0)
        let encoded = header.serialized()
        let tooLarge = FormatError(.limitExceeded, format: Self.format, "the rows do not fit any file")
        guard let length = UInt32(exactly: encoded.count) else { throw tooLarge }
        guard let rowByteCount = checkedProduct(header.rowDimensions.map { Int($0) }, times: elementByteCount),
            let data = checkedProduct([rowByteCount, Int(header.rowCount)]), data < 1 << 62,
            header.rowCount < 1 << 56
        else { throw tooLarge }
        let checksum = encoded.withUnsafeBytes { CRC32C.masked(CRC32C.checksum($0)) }
        var front = Self.magic
        front += Self.bytes(length) + Self.bytes(checksum) + encoded
        front += [UInt8](repeating: 0, count: Self.padding(after: front.count, to: 64))
        self.front = front
        self.rowByteCount = rowByteCount
        rowCount = Int(header.rowCount)
        rowsPerRecord = Int(header.rowsPerRecord)
        recordCount = (rowCount + rowsPerRecord - 1) / rowsPerRecord
        let table = front.count + recordCount * 8
        dataOffset = table + Self.padding(after: table, to: 4096)
        byteCount = dataOffset + data
    }

    /// The rows of a record.
    func rows(of record: Int) -> Range<Int> {
        record * rowsPerRecord..<min(rowCount, (record + 1) * rowsPerRecord)
    }

    /// Where the bytes of a record stand.
    func place(of record: Int) -> Range<Int> {
        let rows = rows(of: record)
        return dataOffset + rows.lowerBound * rowByteCount..<dataOffset + rows.upperBound * rowByteCount
    }

    /// The entry of a record with these bytes.
    static func entry(for bytes: UnsafeRawBufferPointer) -> UInt64 {
        UInt64(CRC32C.masked(CRC32C.checksum(bytes))) | 1 << 32
    }

    /// The header at the front of a file.
    ///
    /// - Throws: ``FormatError`` where there is none, or it is damaged.
    static func header(of file: Bytes) throws -> FeatureHeader {
        var reader = ByteReader(file, format: format)
        guard try Array(reader.read(magic.count)) == magic else {
            throw FormatError(.badMagic, format: format, "does not begin as a feature file does")
        }
        let length = ByteReader.size(try reader.littleEndian(UInt32.self))
        let checksum = try reader.littleEndian(UInt32.self)
        let encoded = try reader.read(length)
        guard encoded.withUnsafeBytes({ CRC32C.masked(CRC32C.checksum($0)) }) == checksum else {
            throw FormatError(.checksumMismatch, format: format, "the header is damaged", offset: prefixByteCount)
        }
        return try FeatureHeader(serialized: encoded)
    }

    static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian, Array.init)
    }

    private static func padding(after count: Int, to multiple: Int) -> Int {
        (multiple - count % multiple) % multiple
    }
}
