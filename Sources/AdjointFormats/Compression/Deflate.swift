/// Compression to DEFLATE data. Source: RFC 1951.
///
/// Repetitions are found through one table of earlier places, and written in the fixed code: fast and simple, and far
/// from the smallest.
enum Deflate {
    private static let shortestMatch = 4
    private static let longestMatch = 258
    private static let window = 32768
    private static let hashBits = 15

    /// Compresses `input` as one block. O(`input.count`).
    static func compress(_ input: UnsafeRawBufferPointer) -> [UInt8] {
        var writer = BitWriter()
        writer.write(1, count: 1)  // the last block
        writer.write(1, count: 2)  // the fixed code
        var earlier = [Int](repeating: -1, count: 1 << hashBits)
        var position = 0
        while position < input.count {
            guard input.count - position >= shortestMatch else {
                writer.writeSymbol(Int(input[position]))
                position += 1
                continue
            }
            let word = input.loadUnaligned(fromByteOffset: position, as: UInt32.self)
            let hash = Int((word &* 0x9e37_79b1) >> UInt32(32 - hashBits))
            let candidate = earlier[hash]
            earlier[hash] = position
            guard candidate >= 0, position - candidate <= window,
                input.loadUnaligned(fromByteOffset: candidate, as: UInt32.self) == word
            else {
                writer.writeSymbol(Int(input[position]))
                position += 1
                continue
            }
            var length = shortestMatch
            let limit = min(longestMatch, input.count - position)
            while length < limit, input[candidate + length] == input[position + length] { length += 1 }
            writer.writeMatch(length: length, distance: position - candidate)
            position += length
        }
        writer.writeSymbol(Inflate.endOfBlock)
        return writer.finish()
    }
}

/// Packs bits from the lowest of each byte up.
private struct BitWriter {
    private var bytes: [UInt8] = []
    private var bits: UInt64 = 0
    private var bitCount = 0

    /// Appends the lowest `count` bits of `value`, at most 32.
    mutating func write(_ value: Int, count: Int) {
        bits |= UInt64(value) << UInt64(bitCount)
        bitCount += count
        while bitCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }

    /// Appends a literal or length symbol in the fixed code.
    mutating func writeSymbol(_ symbol: Int) {
        let (code, length) =
            switch symbol {
            case 0..<144: (0x30 + symbol, 8)
            case 144..<256: (0x190 + symbol - 144, 9)
            case 256..<280: (symbol - 256, 7)
            default: (0xc0 + symbol - 280, 8)
            }
        writeCode(code, length: length)
    }

    mutating func writeMatch(length: Int, distance: Int) {
        let lengthIndex = Inflate.lengthBases.lastIndex { $0 <= length } ?? 0
        writeSymbol(257 + lengthIndex)
        write(length - Inflate.lengthBases[lengthIndex], count: Inflate.lengthExtraBits[lengthIndex])
        let distanceIndex = Inflate.distanceBases.lastIndex { $0 <= distance } ?? 0
        writeCode(distanceIndex, length: 5)
        write(distance - Inflate.distanceBases[distanceIndex], count: Inflate.distanceExtraBits[distanceIndex])
    }

    mutating func finish() -> [UInt8] {
        if bitCount > 0 { bytes.append(UInt8(truncatingIfNeeded: bits)) }
        return bytes
    }

    /// Appends a Huffman code, whose highest bit comes first.
    private mutating func writeCode(_ code: Int, length: Int) {
        var reversed = 0
        for bit in 0..<length where code >> bit & 1 != 0 { reversed |= 1 << (length - 1 - bit) }
        write(reversed, count: length)
    }
}
