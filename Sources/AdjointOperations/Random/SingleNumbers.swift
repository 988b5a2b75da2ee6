import AdjointKernels

/// The words of a Philox stream one by one.
struct SingleNumbers {
    private var stream: PhiloxStream
    private var block = SIMD4<UInt32>()
    private var position = 4

    init(_ stream: PhiloxStream) { self.stream = stream }

    mutating func next() -> UInt32 {
        if position == 4 {
            block = stream.nextBlock()
            position = 0
        }
        defer { position += 1 }
        return block[position]
    }

    /// 52 bits of two words as a number in 0..<1.
    mutating func nextDouble() -> Double {
        let high = UInt64(next() & 0xfffff)
        return Double(bitPattern: 1023 << 52 | high << 32 | UInt64(next())) - 1
    }

    /// 23 bits of a word as a number in 0..<1.
    mutating func nextFloat() -> Float { Float(bitPattern: 127 << 23 | next() & 0x7f_ffff) - 1 }

    /// A number below `count`, of 64 bits, with equal probabilities.
    mutating func uniform(below count: Int) -> Int {
        Int(
            Self.evenly(UInt64(count)) {
                let low = UInt64(next())
                return UInt64(next()) << 32 | low
            })
    }

    /// A number below `count`, of a single word, with equal probabilities.
    mutating func uniform(below count: UInt32) -> UInt32 { Self.evenly(count) { next() } }

    /// The lowest numbers, which would make some likelier, are drawn again.
    private static func evenly<Word: FixedWidthInteger & UnsignedInteger>(_ count: Word, draw: () -> Word) -> Word {
        guard count & (count - 1) != 0 else { return draw() & (count - 1) }
        let rest = Word.max % count + 1
        var number = draw()
        while number < rest { number = draw() }
        return number % count
    }
}
