/// Encodings of strings and numbers whose bytes sort as the values do; checkpoints name parts of tensors by them.
///
/// Source: the "ordered code" of TensorFlow's checkpoint format.
enum OrderedCode {
    /// The key of a part of a tensor: 0, the name, the rank, and start and length of each extent, -1 for a whole one.
    static func key(name: String, slice: TensorSliceProto) -> [UInt8] {
        var key = unsigned(0) + string(Array(name.utf8)) + unsigned(UInt64(slice.extents.count))
        for extent in slice.extents {
            key += signed(extent.start) + signed(extent.length ?? -1)
        }
        return key
    }

    /// The number of bytes that follow, then those, highest first, without leading zeros.
    static func unsigned(_ value: UInt64) -> [UInt8] {
        let bytes = withUnsafeBytes(of: value.bigEndian) { Array($0.drop { $0 == 0 }) }
        return [UInt8(bytes.count)] + bytes
    }

    /// The bytes with 0 as 00 ff and 255 as ff 00, then 00 01.
    static func string(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case 0: [0, 0xff]
            case 0xff: [0xff, 0]
            default: [byte]
            }
        } + [0, 1]
    }

    /// Two's complement in as few bytes as hold it beside a prefix: as many bits as there are bytes, the inverse of the
    /// sign, and then the sign.
    static func signed(_ value: Int64) -> [UInt8] {
        let magnitudeBits = 64 - (value < 0 ? ~value : value).leadingZeroBitCount
        let length = magnitudeBits / 7 + 1
        let sign: UInt8 = value < 0 ? 0xff : 0
        var bytes = [sign, sign] + withUnsafeBytes(of: value.bigEndian) { Array($0) }
        bytes.removeFirst(bytes.count - length)
        for bit in 0..<length { bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8) }
        return bytes
    }
}
