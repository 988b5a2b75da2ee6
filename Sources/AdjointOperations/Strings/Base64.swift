import AdjointCore

/// Base64 with the alphabet for addresses, `-` and `_` in the place of `+` and `/`. Source: RFC 4648, section 5.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let padding = UInt8(ascii: "=")
    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// The text of bytes, filled up to a multiple of four characters if asked for.
    static func encode(_ bytes: [UInt8], isPadded: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0...group.count { text.append(alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]) }
            if isPadded { text += repeatElement(padding, count: 3 - group.count) }
        }
        return text
    }

    /// The bytes of a text, padded or not.
    ///
    /// - Throws: ``OperationError`` for other characters, and for a length that no bytes have.
    static func decode(_ text: [UInt8]) throws -> [UInt8] {
        var length = text.count
        if length % 4 == 0 {
            for _ in 0..<2 where length > 0 && text[length - 1] == padding { length -= 1 }
        }
        guard length % 4 != 1 else { throw OperationError("base64 text is never of \(length) characters") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length / 4 * 3 + 2)
        for start in stride(from: 0, to: length, by: 4) {
            let group = text[start..<min(start + 4, length)]
            var bits: UInt32 = 0
            for byte in group {
                guard let value = values[Int(byte)] else {
                    throw OperationError("byte \(byte) is no character of base64")
                }
                bits = bits << 6 | UInt32(value)
            }
            bits <<= UInt32(6 * (4 - group.count))
            for place in 0..<(group.count - 1) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place)))
            }
        }
        return bytes
    }
}
