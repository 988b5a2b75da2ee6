/// The compression of GIF. Source: Welch, "A Technique for High-Performance Data Compression", 1984.
enum LZW {
    /// - Parameters:
    ///   - codeBits: The bits of an element.
    ///   - count: How many elements there are.
    /// - Throws: ``FormatError``: `truncated` where there are fewer, `malformed` for codes that do not exist.
    static func decompress(_ bytes: [UInt8], codeBits: Int, count: Int) throws -> [UInt8] {
        guard (1...8).contains(codeBits) else {
            throw FormatError(.malformed, format: "GIF", "elements have \(codeBits) bits")
        }
        let clear = 1 << codeBits
        // A code stands for that of its prefix and one element more.
        var prefixes = [Int](repeating: -1, count: 4096)
        var suffixes = [UInt8](repeating: 0, count: 4096)
        var lengths = [Int](repeating: 1, count: 4096)
        for code in 0..<clear { suffixes[code] = UInt8(code) }
        var output: [UInt8] = []
        output.reserveCapacity(min(count, bytes.count * 4096))
        var (next, width, previous) = (clear + 2, codeBits + 1, -1)
        var (bits, bitCount, position) = (0, 0, 0)
        while output.count < count {
            while bitCount < width {
                guard position < bytes.count else { throw truncated(output.count, count) }
                bits |= Int(bytes[position]) << bitCount
                (bitCount, position) = (bitCount + 8, position + 1)
            }
            let code = bits & (1 << width - 1)
            (bits, bitCount) = (bits >> width, bitCount - width)
            if code == clear {
                (next, width, previous) = (clear + 2, codeBits + 1, -1)
                continue
            }
            guard code != clear + 1 else { throw truncated(output.count, count) }
            guard code < next || code == next && previous >= 0, previous >= 0 || code < clear else {
                throw FormatError(.malformed, format: "GIF", "there is no code \(code)")
            }
            // The code that is just being made repeats the first element of the one before it.
            let known = code < next ? code : previous
            let start = output.count
            output += repeatElement(0, count: lengths[known])
            var link = known
            for place in (start..<output.count).reversed() {
                output[place] = suffixes[link]
                link = prefixes[link]
            }
            let first = output[start]
            if code == next { output.append(first) }
            if previous >= 0, next < 4096 {
                (prefixes[next], suffixes[next], lengths[next]) = (previous, first, lengths[previous] + 1)
                next += 1
                if next == 1 << width, width < 12 { width += 1 }
            }
            previous = code
        }
        return Array(output.prefix(count))
    }

    private static func truncated(_ count: Int, _ expected: Int) -> FormatError {
        FormatError(.truncated, format: "GIF", "a frame has \(count) pixels of \(expected)")
    }
}
