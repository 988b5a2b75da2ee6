/// Takes the fields of a message apart, one after the other. Source: the protocol-buffer wire format.
public struct ProtobufReader: Sendable {
    /// How deep messages may be nested, as in Google's own readers.
    public static let maximumDepth = 100

    private let bytes: Bytes
    private var offset = 0

    /// Begins to read the message that `bytes` are.
    public init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    /// One field: a number and a value, both as they are on the wire.
    public struct Field: Sendable {
        /// The field's number.
        public var number: Int
        /// Its value.
        public var value: Value
        /// The whole field, its tag included.
        public var raw: Bytes
    }

    /// A value as it is on the wire.
    public enum Value: Sendable {
        /// A number of variable length.
        case varint(UInt64)
        /// Four bytes.
        case fixed32(UInt32)
        /// Eight bytes.
        case fixed64(UInt64)
        /// A run of bytes: a string, a message, or packed numbers.
        case bytes(Bytes)
        /// A group, which only very old messages hold.
        case group
    }

    /// The next field; nil at the end of the message.
    ///
    /// - Throws: ``FormatError``: `truncated` or `malformed`.
    public mutating func nextField() throws -> Field? {
        guard offset < bytes.count else { return nil }
        let start = offset
        let (number, wireType) = try tag()
        let value: Value
        switch wireType {
        case 0: value = .varint(try varint())
        case 1: value = .fixed64(try fixed(UInt64.self))
        case 2: value = .bytes(try lengthDelimited())
        case 3:
            try skipGroup(number)
            value = .group
        case 5: value = .fixed32(try fixed(UInt32.self))
        default: throw malformed("wire type \(wireType) in field \(number)", at: start)
        }
        return Field(number: number, value: value, raw: bytes[start..<offset])
    }

    /// Whether all bytes have been read.
    var isAtEnd: Bool { offset == bytes.count }

    /// A number of variable length: seven bits in each byte, lowest first.
    mutating func varint() throws -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard offset < bytes.count else { throw truncated("a number") }
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw malformed("a number is longer than 64 bits", at: start)
    }

    /// Four or eight bytes, lowest first.
    mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        let size = MemoryLayout<Number>.size
        guard size <= bytes.count - offset else { throw truncated("a number") }
        defer { offset += size }
        return Number(littleEndian: bytes[offset..<offset + size].withUnsafeBytes { $0.loadUnaligned(as: type) })
    }

    private mutating func lengthDelimited() throws -> Bytes {
        let length = ByteReader.size(try varint())
        guard length <= bytes.count - offset else { throw truncated("a field of \(length) bytes") }
        defer { offset += length }
        return bytes[offset..<offset + length]
    }

    private mutating func tag() throws -> (number: Int, wireType: Int) {
        let start = offset
        let tag = try varint()
        guard tag <= UInt32.max, tag >> 3 > 0 else { throw malformed("a field has no valid number", at: start) }
        return (Int(tag >> 3), Int(tag & 7))
    }

    /// Steps over the rest of a group. Groups nest, so the numbers of the open ones are kept in an array.
    private mutating func skipGroup(_ number: Int) throws {
        var open = [number]
        while let innermost = open.last {
            let start = offset
            let (number, wireType) = try tag()
            switch wireType {
            case 0: _ = try varint()
            case 1: _ = try fixed(UInt64.self)
            case 2: _ = try lengthDelimited()
            case 3: open.append(number)
            case 4 where number == innermost: open.removeLast()
            case 5: _ = try fixed(UInt32.self)
            default: throw malformed("a group ends or continues wrongly", at: start)
            }
            guard open.count <= Self.maximumDepth else {
                throw FormatError(.limitExceeded, format: "protobuf", "groups are nested too deep", offset: start)
            }
        }
    }

    private func truncated(_ what: String) -> FormatError {
        FormatError(.truncated, format: "protobuf", "the message ends within \(what)", offset: offset)
    }

    private func malformed(_ what: String, at offset: Int) -> FormatError {
        FormatError(.malformed, format: "protobuf", what, offset: offset)
    }
}
