/// A hash of bytes that tells contents apart: two that differ, if only in a bit, have different digests but for one pair
/// in 2⁶⁴. It is no protection against somebody who wants a collision.
///
/// MurmurHash3 in its 128-bit form for 64-bit machines (Austin Appleby, public domain).
struct Digest: Hashable {
    var low: UInt64
    var high: UInt64

    /// The digest of `bytes`. O(`bytes.count`).
    init(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) {
        var (h1, h2) = (seed, seed)
        let blockCount = bytes.count / 16
        for block in 0..<blockCount {
            let k1 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: block * 16, as: UInt64.self))
            let k2 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: block * 16 + 8, as: UInt64.self))
            h1 = (Self.rotated(h1 ^ Self.first(k1), by: 27) &+ h2) &* 5 &+ 0x52dc_e729
            h2 = (Self.rotated(h2 ^ Self.second(k2), by: 31) &+ h1) &* 5 &+ 0x3849_5ab5
        }
        var (k1, k2): (UInt64, UInt64) = (0, 0)
        for (place, index) in (blockCount * 16..<bytes.count).enumerated() {
            if place < 8 {
                k1 |= UInt64(bytes[index]) << (8 * place)
            } else {
                k2 |= UInt64(bytes[index]) << (8 * (place - 8))
            }
        }
        h2 ^= Self.second(k2)
        h1 ^= Self.first(k1)
        h1 ^= UInt64(bytes.count)
        h2 ^= UInt64(bytes.count)
        h1 = h1 &+ h2
        h2 = h2 &+ h1
        h1 = Self.mixed(h1)
        h2 = Self.mixed(h2)
        low = h1 &+ h2
        high = h2 &+ low
    }

    /// The digest of `bytes`.
    init(_ bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Digest($0) }
    }

    /// The 16 bytes, lowest first.
    var bytes: [UInt8] {
        [low, high].flatMap { word in withUnsafeBytes(of: word.littleEndian, Array.init) }
    }

    /// 16 hexadecimal digits of it, for names of files.
    var shortText: String {
        let digits = String(low ^ high, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func first(_ k: UInt64) -> UInt64 {
        rotated(k &* 0x87c3_7b91_1142_53d5, by: 31) &* 0x4cf5_ad43_2745_937f
    }

    private static func second(_ k: UInt64) -> UInt64 {
        rotated(k &* 0x4cf5_ad43_2745_937f, by: 33) &* 0x87c3_7b91_1142_53d5
    }

    private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 { word << count | word >> (64 - count) }

    private static func mixed(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 33) &* 0xff51_afd7_ed55_8ccd
        word = (word ^ word >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return word ^ word >> 33
    }
}
