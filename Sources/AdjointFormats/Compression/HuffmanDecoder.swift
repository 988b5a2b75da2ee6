/// A canonical Huffman code as DEFLATE uses it, prepared for decoding. Source: RFC 1951, section 3.2.2.
struct HuffmanDecoder {
    /// Codes up to this long are looked up at once; longer ones, which are rare, are walked bit by bit.
    private static let directBits = 10
    private static let maximumLength = 15

    /// Indexed by the next `directBits` bits: the symbol times 16 plus its code's length, or 0 where the code is longer.
    private var direct = [UInt16](repeating: 0, count: 1 << directBits)
    /// How many codes have each length.
    private var lengthCounts = [Int](repeating: 0, count: maximumLength + 1)
    /// The symbols in the order of their codes.
    private var symbols: [UInt16] = []

    /// Makes the code in which symbol `i` has a code of `lengths[i]` bits, or none where that is 0.
    ///
    /// - Throws: `FormatError` (`malformed`) when no prefix code has these lengths, or when they leave codes unassigned.
    ///   A single code of one bit is allowed, and so is no code at all, as RFC 1951 says for distances.
    init(lengths: some Collection<UInt8>) throws {
        for length in lengths { lengthCounts[Int(length)] += 1 }
        let coded = lengths.count - lengthCounts[0]
        lengthCounts[0] = 0

        var unassigned = 1
        for length in 1...Self.maximumLength {
            unassigned = 2 * unassigned - lengthCounts[length]
            guard unassigned >= 0 else {
                throw FormatError(.malformed, format: "deflate", "a Huffman code has too many short codes")
            }
        }
        guard unassigned == 0 || coded == 0 || (coded == 1 && lengthCounts[1] == 1) else {
            throw FormatError(.malformed, format: "deflate", "a Huffman code is incomplete")
        }

        var nextCode = [Int](repeating: 0, count: Self.maximumLength + 1)
        var nextPlace = [Int](repeating: 0, count: Self.maximumLength + 1)
        for length in 1..<Self.maximumLength {
            nextCode[length + 1] = (nextCode[length] + lengthCounts[length]) << 1
            nextPlace[length + 1] = nextPlace[length] + lengthCounts[length]
        }
        symbols = [UInt16](repeating: 0, count: coded)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let length = Int(length)
            symbols[nextPlace[length]] = UInt16(symbol)
            nextPlace[length] += 1
            if length <= Self.directBits {
                fillDirect(code: nextCode[length], length: length, symbol: symbol)
            }
            nextCode[length] += 1
        }
    }

    /// The next symbol.
    func decode(_ input: inout BitReader) throws -> Int {
        let entry = direct[input.peek(Self.directBits)]
        if entry != 0 {
            try input.skip(Int(entry & 15))
            return Int(entry >> 4)
        }
        // Codes of one length are consecutive numbers, and stand before all longer ones.
        var (code, first, place) = (0, 0, 0)
        let bits = input.peek(Self.maximumLength)
        for length in 1...Self.maximumLength {
            code |= bits >> (length - 1) & 1
            let count = lengthCounts[length]
            if code - first < count {
                try input.skip(length)
                return Int(symbols[place + code - first])
            }
            place += count
            first = (first + count) << 1
            code <<= 1
        }
        throw FormatError(.malformed, format: "deflate", "a code stands for no symbol", offset: input.offset)
    }

    /// Enters a short code under every continuation of its bits, which arrive highest first.
    private mutating func fillDirect(code: Int, length: Int, symbol: Int) {
        var reversed = 0
        for bit in 0..<length where code >> bit & 1 != 0 { reversed |= 1 << (length - 1 - bit) }
        for entry in stride(from: reversed, to: direct.count, by: 1 << length) {
            direct[entry] = UInt16(symbol << 4 | length)
        }
    }
}

/// Reads bits from the lowest of each byte up, as DEFLATE packs them.
struct BitReader {
    private let input: UnsafeRawBufferPointer
    private var position = 0
    private var bits: UInt64 = 0
    private var bitCount = 0

    init(_ input: UnsafeRawBufferPointer) {
        self.input = input
    }

    /// The first byte of which no bit has been read.
    var offset: Int { position - bitCount / 8 }

    /// The next `count` bits (at most 32) as a number, left in place; bits past the end are 0.
    mutating func peek(_ count: Int) -> Int {
        if bitCount < count { refill() }
        return Int(truncatingIfNeeded: bits & (1 << UInt64(count) - 1))
    }

    /// Steps over bits that `peek` has shown.
    mutating func skip(_ count: Int) throws {
        guard count <= bitCount else { throw Self.ended(at: input.count) }
        bits >>= UInt64(count)
        bitCount -= count
    }

    /// The next `count` bits (at most 32) as a number.
    mutating func read(_ count: Int) throws -> Int {
        let value = peek(count)
        try skip(count)
        return value
    }

    /// The next `count` whole bytes, after what is left of the current one is dropped.
    mutating func readAlignedBytes(_ count: Int) throws -> UnsafeRawBufferPointer {
        position -= bitCount / 8
        (bits, bitCount) = (0, 0)
        guard count <= input.count - position else { throw Self.ended(at: input.count) }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: input[position..<position + count])
    }

    private mutating func refill() {
        while bitCount <= 56, position < input.count {
            bits |= UInt64(input[position]) << UInt64(bitCount)
            position += 1
            bitCount += 8
        }
    }

    private static func ended(at offset: Int) -> FormatError {
        FormatError(.truncated, format: "deflate", "the compressed data ends in the middle of a block", offset: offset)
    }
}
