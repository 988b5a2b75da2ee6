import CAdjointKernels

/// A position in a stream of random numbers: Philox 4x32-10 with TensorFlow's use of seeds and counters.
///
/// The stream gives blocks of four 32-bit words, a function of the 64-bit key and the 128-bit counter alone (Salmon et
/// al., "Parallel random numbers: as easy as 1, 2, 3", 2011). An op with seeds (seed, seed2) draws from key = seed with
/// seed2 in the counter's upper half, and every execution of it that gives n numbers moves the counter by 256·n blocks,
/// whatever the distribution, as TensorFlow's CPU kernels do.
public struct PhiloxStream: Hashable, Sendable {
    /// The key.
    public var key: UInt64
    /// The lower half of the block counter.
    public var counterLow: UInt64
    /// The upper half of the block counter.
    public var counterHigh: UInt64

    /// The stream of an op at its first execution.
    ///
    /// - Parameters:
    ///   - seed: The graph-level seed (the op's attribute `seed`).
    ///   - seed2: The op-level seed (`seed2`).
    public init(seed: Int64, seed2: Int64) {
        key = UInt64(bitPattern: seed)
        counterLow = 0
        counterHigh = UInt64(bitPattern: seed2)
    }

    /// A stream at a known position.
    public init(key: UInt64, counterLow: UInt64, counterHigh: UInt64) {
        (self.key, self.counterLow, self.counterHigh) = (key, counterLow, counterHigh)
    }

    /// Moves on by a number of blocks of four words.
    public mutating func skip(blocks: UInt64) {
        let (low, overflow) = counterLow.addingReportingOverflow(blocks)
        counterLow = low
        if overflow { counterHigh &+= 1 }
    }

    /// Moves on past one execution of an op that gave `count` numbers: 256 blocks for each.
    public mutating func skipExecution(count: Int) {
        skip(blocks: 256 &* UInt64(count))
    }

    /// The stream's next block, which it moves past.
    public mutating func nextBlock() -> SIMD4<UInt32> {
        var words = SIMD4<UInt32>()
        withUnsafeMutableBytes(of: &words) { bytes in
            adjoint_philox_blocks(
                ADJOINT_VECTOR_PORTABLE, cStream, bytes.baseAddress?.assumingMemoryBound(to: UInt32.self), 1)
        }
        skip(blocks: 1)
        return words
    }

    var cStream: adjoint_philox {
        adjoint_philox(
            key: (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)),
            counter: (
                UInt32(truncatingIfNeeded: counterLow), UInt32(truncatingIfNeeded: counterLow >> 32),
                UInt32(truncatingIfNeeded: counterHigh), UInt32(truncatingIfNeeded: counterHigh >> 32)
            ))
    }
}
