/// Decompression of Snappy blocks, which tables may hold. Source: Snappy's format description.
enum Snappy {
    /// No Snappy data expands by more: three bytes stand for 64.
    private static let maximumRatio = 22

    /// Decompresses a whole block.
    ///
    /// - Throws: `FormatError`: `truncated` or `malformed`.
    static func decompress(_ input: Bytes) throws -> Bytes {
        var reader = ByteReader(input, format: "Snappy")
        let size = ByteReader.size(try reader.varint())
        guard size / maximumRatio <= input.count else {
            throw FormatError(.malformed, format: "Snappy", "\(input.count) bytes cannot stand for \(size)")
        }
        var output = ByteBuilder(capacity: size)
        while reader.remaining > 0 {
            let tag = Int(try reader.littleEndian(UInt8.self))
            switch tag & 3 {
            case 0:
                let literal = try reader.read(try literalLength(tag, &reader))
                literal.withUnsafeBytes { output.append($0) }
            case 1:
                let distance = (tag >> 5) << 8 | Int(try reader.littleEndian(UInt8.self))
                try copy(length: (tag >> 2 & 7) + 4, distance: distance, onto: &output, size: size)
            case 2:
                let distance = Int(try reader.littleEndian(UInt16.self))
                try copy(length: (tag >> 2) + 1, distance: distance, onto: &output, size: size)
            default:
                let distance = Int(try reader.littleEndian(UInt32.self))
                try copy(length: (tag >> 2) + 1, distance: distance, onto: &output, size: size)
            }
        }
        guard output.count == size else {
            throw FormatError(.malformed, format: "Snappy", "\(output.count) bytes came out where \(size) should")
        }
        return output.finish()
    }

    /// The length in the tag, or in the one to four bytes after it.
    private static func literalLength(_ tag: Int, _ reader: inout ByteReader) throws -> Int {
        let short = tag >> 2
        guard short >= 60 else { return short + 1 }
        return try reader.read(short - 59).reversed().reduce(0) { $0 << 8 | Int($1) } + 1
    }

    private static func copy(length: Int, distance: Int, onto output: inout ByteBuilder, size: Int) throws {
        guard distance >= 1, distance <= output.count, length <= size - output.count else {
            throw FormatError(.malformed, format: "Snappy", "a copy reaches outside the data")
        }
        output.appendRepeating(distance: distance, length: length)
    }
}
