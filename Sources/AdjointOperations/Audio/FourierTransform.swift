#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The discrete Fourier transform of a fixed power of two of complex numbers. Source: Cooley and Tukey 1965.
struct FourierTransform: Sendable {
    /// How many numbers are transformed.
    let count: Int
    private let roots: [(cosine: Double, sine: Double)]
    /// Where each number goes first: the place with its bits reversed.
    private let order: [Int]

    /// - Precondition: `count` is a power of two.
    init(count: Int) {
        precondition(count > 0 && count & (count - 1) == 0, "\(count) is no power of two")
        self.count = count
        roots = (0..<count / 2).map { index in
            let angle = -2 * Double.pi * Double(index) / Double(count)
            return (cos(angle), sin(angle))
        }
        let bits = count.trailingZeroBitCount
        order = (0..<count).map {
            bits == 0 ? 0 : Int(bitPattern: UInt(bitPattern: $0).reversedBits >> UInt(UInt.bitWidth - bits))
        }
    }

    /// Replaces numbers by their transform. O(count · log count).
    func run(real: UnsafeMutablePointer<Double>, imaginary: UnsafeMutablePointer<Double>) {
        for (index, other) in order.enumerated() where index < other {
            (real[index], real[other]) = (real[other], real[index])
            (imaginary[index], imaginary[other]) = (imaginary[other], imaginary[index])
        }
        var half = 1
        while half < count {
            let step = count / (2 * half)
            for start in stride(from: 0, to: count, by: 2 * half) {
                for offset in 0..<half {
                    let (root, low, high) = (roots[offset * step], start + offset, start + offset + half)
                    let x = real[high] * root.cosine - imaginary[high] * root.sine
                    let y = real[high] * root.sine + imaginary[high] * root.cosine
                    (real[high], imaginary[high]) = (real[low] - x, imaginary[low] - y)
                    (real[low], imaginary[low]) = (real[low] + x, imaginary[low] + y)
                }
            }
            half *= 2
        }
    }
}

extension UInt {
    /// The bits in the opposite order.
    fileprivate var reversedBits: UInt {
        var (bits, result) = (self, UInt(0))
        for _ in 0..<UInt.bitWidth {
            result = result << 1 | bits & 1
            bits >>= 1
        }
        return result
    }
}
