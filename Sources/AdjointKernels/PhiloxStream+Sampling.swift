import CAdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension PhiloxStream {
    /// Writes the permutation of `0..<count` that `RandomShuffle` applies to an array's first dimension: element i of
    /// its result is element `permutation[i]` of its input.
    ///
    /// The stream does not move: call ``skipShuffle(count:)`` after each execution of the op.
    ///
    /// - Parameters:
    ///   - permutation: Where the indices go.
    ///   - count: How many.
    public func fillPermutation(_ permutation: UnsafeMutablePointer<Int>, count: Int) {
        for index in 0..<count { permutation[index] = index }
        var stream = self
        var block = SIMD4<UInt32>()
        for index in 0..<max(0, count - 1) {
            if index % 4 == 0 { block = stream.nextBlock() }
            let other = index + Int(block[index % 4] % UInt32(truncatingIfNeeded: count - index))
            (permutation[index], permutation[other]) = (permutation[other], permutation[index])
        }
    }

    /// Moves on past one execution of `RandomShuffle` on `count` rows: a word for each but the last, in whole blocks.
    public mutating func skipShuffle(count: Int) {
        skip(blocks: UInt64(max(0, count - 1) + 3) / 4)
    }

    /// Draws class indices with probabilities in proportion to eˡ for logits l (`Multinomial`).
    ///
    /// A sample takes two words of the stream, row after row, as TensorFlow does while one thread serves all rows; its
    /// numbers for larger arrays depend on its threads, these do not. A logit that is not finite is never drawn. The
    /// stream does not move: call ``skipMultinomial(rows:samples:)`` after each execution.
    ///
    /// - Parameters:
    ///   - target: [rows, samples], indices.
    ///   - logits: [rows, classes].
    ///   - scratch: Room for `classes` numbers.
    ///   - rows: The number of rows.
    ///   - classes: The number of classes, at least 1.
    ///   - samples: The number of samples per row.
    public func fillMultinomial(
        _ target: UnsafeMutablePointer<Int64>, logits: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Double>,
        rows: Int, classes: Int, samples: Int
    ) {
        var stream = self
        var block = SIMD4<UInt32>()
        for row in 0..<rows {
            let scores = logits + row * classes
            var largest = -Double.infinity
            for index in 0..<classes where scores[index].isFinite { largest = max(largest, Double(scores[index])) }
            var total = 0.0
            for index in 0..<classes {
                if scores[index].isFinite { total += exp(Double(scores[index]) - largest) }
                scratch[index] = total
            }
            for sample in 0..<samples {
                let draw = row * samples + sample
                if draw % 2 == 0 { block = stream.nextBlock() }
                let (high, low) = draw % 2 == 0 ? (block[0], block[1]) : (block[2], block[3])
                let bits = UInt64(high & 0xfffff) << 32 | UInt64(low) | 0x3ff0_0000_0000_0000
                let wanted = (Double(bitPattern: bits) - 1) * total
                // The first class whose cumulative weight exceeds the number drawn.
                var (first, end) = (0, classes)
                while first < end {
                    let middle = (first + end) / 2
                    if scratch[middle] > wanted { end = middle } else { first = middle + 1 }
                }
                target[draw] = Int64(first)
            }
        }
    }

    /// Moves on past one execution of `Multinomial`.
    public mutating func skipMultinomial(rows: Int, samples: Int) {
        skipExecution(count: rows * ((samples + 3) / 4 * 4) * 2)
    }
}
