/// Reads fixed-width numbers and runs of bytes from front to back, and throws where the data ends too early.
struct ByteReader {
    /// What is read.
    let bytes: Bytes
    /// The format that error messages name.
    let format: String
    /// How many bytes have been read.
    private(set) var offset = 0

    init(_ bytes: Bytes, format: String) {
        self.bytes = bytes
        self.format = format
    }

    /// How many bytes are left.
    var remaining: Int { bytes.count - offset }

    /// The next `count` bytes.
    mutating func read(_ count: Int) throws -> Bytes {
        guard count >= 0, count <= remaining else {
            throw FormatError(
                .truncated, format: format, "\(count) bytes should follow, but \(remaining) are left", offset: offset)
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    /// The next number, lowest byte first.
    mutating func littleEndian<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        Number(littleEndian: try native(type))
    }

    /// The next number, highest byte first.
    mutating func bigEndian<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        Number(bigEndian: try native(type))
    }

    /// The next number of variable length: seven bits in each byte, lowest first.
    mutating func varint() throws -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let byte = try littleEndian(UInt8.self)
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw FormatError(.malformed, format: format, "a number is longer than 64 bits", offset: start)
    }

    /// A number of bytes, stored as a number of any width.
    ///
    /// What does not fit an `Int` becomes `Int.max`, which no data can satisfy.
    static func size(_ number: some FixedWidthInteger) -> Int { Int(clamping: number) }

    private mutating func native<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        try read(MemoryLayout<Number>.size).withUnsafeBytes { $0.loadUnaligned(as: type) }
    }
}
