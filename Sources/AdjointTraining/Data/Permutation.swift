/// Random orders that do not depend on the standard library's choice of algorithm, so that a run can be repeated
/// anywhere.
enum Permutation {
    /// A permutation of `0..<count`, each equally likely over the seeds. Fisher–Yates. O(`count`).
    static func random(count: Int, seed: Int) -> [Int] {
        var generator = SplitMix64(state: UInt64(bitPattern: Int64(seed)))
        var order = Array(0..<count)
        for index in order.indices.dropFirst().reversed() {
            // The high word of a product with a 64-bit number is uniform over 0...index up to 2⁻⁶⁴·index.
            let other = Int(generator.next().multipliedFullWidth(by: UInt64(index + 1)).high)
            order.swapAt(index, other)
        }
        return order
    }
}

/// A small generator whose every state is a good start. Source: Steele, Lea & Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
