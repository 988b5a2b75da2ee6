/// FarmHash's 64-bit fingerprint of bytes, which is the same on every machine. Source: Pike, FarmHash.
enum Fingerprint64 {
    private static let k0: UInt64 = 0xc3a5_c85c_97cb_3127
    private static let k1: UInt64 = 0xb492_b66f_be98_f273
    private static let k2: UInt64 = 0x9ae1_6a3b_2f90_404f

    static func hash(_ bytes: [UInt8]) -> UInt64 {
        switch bytes.count {
        case 0...16: ofUpTo16(bytes)
        case 17...32: ofUpTo32(bytes)
        case 33...64: ofUpTo64(bytes)
        default: ofMore(bytes)
        }
    }

    /// The fingerprint of something that consists of two things with fingerprints.
    static func concatenated(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let factor: UInt64 = 0xc6a4_a793_5bd1_e995
        let result = (first ^ factor ^ (mixed(second &* factor) &* factor)) &* factor
        return mixed(mixed(result) &* factor)
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
        bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    }

    private static func halfWord(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
        bytes.withUnsafeBytes {
            UInt64(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
    }

    private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value >> count | value << (64 - count) }

    private static func mixed(_ value: UInt64) -> UInt64 { value ^ (value >> 47) }

    /// Two words as one, by a Murmur-like multiplication.
    private static func combined(_ u: UInt64, _ v: UInt64, _ factor: UInt64) -> UInt64 {
        let a = mixed((u ^ v) &* factor)
        return mixed((v ^ a) &* factor) &* factor
    }

    private static func ofUpTo16(_ bytes: [UInt8]) -> UInt64 {
        let count = UInt64(bytes.count)
        let factor = k2 &+ count &* 2
        if bytes.count >= 8 {
            let (a, b) = (word(bytes, 0) &+ k2, word(bytes, bytes.count - 8))
            return combined(rotated(b, 37) &* factor &+ a, (rotated(a, 25) &+ b) &* factor, factor)
        }
        if bytes.count >= 4 {
            return combined(count &+ halfWord(bytes, 0) << 3, halfWord(bytes, bytes.count - 4), factor)
        }
        guard let first = bytes.first, let last = bytes.last else { return k2 }
        let y = UInt64(first) &+ UInt64(bytes[bytes.count >> 1]) << 8
        let z = count &+ UInt64(last) << 2
        return mixed(y &* k2 ^ z &* k0) &* k2
    }

    private static func ofUpTo32(_ bytes: [UInt8]) -> UInt64 {
        let count = bytes.count
        let factor = k2 &+ UInt64(count) &* 2
        let (a, b) = (word(bytes, 0) &* k1, word(bytes, 8))
        let (c, d) = (word(bytes, count - 8) &* factor, word(bytes, count - 16) &* k2)
        return combined(
            rotated(a &+ b, 43) &+ rotated(c, 30) &+ d, a &+ rotated(b &+ k2, 18) &+ c, factor)
    }

    private static func ofUpTo64(_ bytes: [UInt8]) -> UInt64 {
        let count = bytes.count
        let factor = k2 &+ UInt64(count) &* 2
        let (a, b) = (word(bytes, 0) &* k2, word(bytes, 8))
        let (c, d) = (word(bytes, count - 8) &* factor, word(bytes, count - 16) &* k2)
        let y = rotated(a &+ b, 43) &+ rotated(c, 30) &+ d
        let z = combined(y, a &+ rotated(b &+ k2, 18) &+ c, factor)
        let (e, f) = (word(bytes, 16) &* factor, word(bytes, 24))
        let g = (y &+ word(bytes, count - 32)) &* factor
        let h = (z &+ word(bytes, count - 24)) &* factor
        return combined(rotated(e &+ f, 43) &+ rotated(g, 30) &+ h, e &+ rotated(f &+ a, 18) &+ g, factor)
    }

    /// Four words taken into two.
    private static func absorbed(_ bytes: [UInt8], _ offset: Int, _ a: UInt64, _ b: UInt64) -> (UInt64, UInt64) {
        let (x, y, z) = (word(bytes, offset + 8), word(bytes, offset + 16), word(bytes, offset + 24))
        let first = a &+ word(bytes, offset)
        let second = rotated(b &+ first &+ z, 21)
        let sum = first &+ x &+ y
        return (sum &+ z, second &+ rotated(sum, 44) &+ first)
    }

    private static func ofMore(_ bytes: [UInt8]) -> UInt64 {
        let seed: UInt64 = 81
        var (x, y) = (seed &* k2 &+ word(bytes, 0), seed &* k1 &+ 113)
        var z = mixed(y &* k2 &+ 113) &* k2
        var (v, w): ((UInt64, UInt64), (UInt64, UInt64)) = ((0, 0), (0, 0))
        let blocks = (bytes.count - 1) / 64
        func round(_ offset: Int, _ factor: UInt64, _ weight: UInt64) {
            x = rotated(x &+ y &+ v.0 &+ word(bytes, offset + 8), 37) &* factor
            y = rotated(y &+ v.1 &+ word(bytes, offset + 48), 42) &* factor
            x ^= w.1 &* weight
            y = y &+ v.0 &* weight &+ word(bytes, offset + 40)
            z = rotated(z &+ w.0, 33) &* factor
            v = absorbed(bytes, offset, v.1 &* factor, x &+ w.0)
            w = absorbed(bytes, offset + 32, z &+ w.1, y &+ word(bytes, offset + 16))
            swap(&z, &x)
        }
        for block in 0..<blocks { round(block * 64, k1, 1) }
        // The last 64 bytes, some of them for a second time.
        let factor = k1 &+ (z & 0xff) << 1
        w.0 = w.0 &+ UInt64((bytes.count - 1) & 63)
        v.0 = v.0 &+ w.0
        w.0 = w.0 &+ v.0
        round(bytes.count - 64, factor, 9)
        return combined(
            combined(v.0, w.0, factor) &+ mixed(y) &* k0 &+ z, combined(v.1, w.1, factor) &+ x, factor)
    }
}
