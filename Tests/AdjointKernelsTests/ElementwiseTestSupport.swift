import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A floating-point type with vector kernels, for tests that run for both.
protocol VectorScalar: BinaryFloatingPoint, BitwiseCopyable where RawSignificand: FixedWidthInteger {
    static var elementType: ElementType { get }
    init(_ value: Double)
    /// The number whose bits are the lowest bits of a word.
    init(truncatingBits word: UInt64)
    /// The bits, with all NaNs made equal.
    var comparableBits: UInt64 { get }
}

extension Float: VectorScalar {
    static var elementType: ElementType { .float32 }
    init(truncatingBits word: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: word)) }
    var comparableBits: UInt64 { isNaN ? .max : UInt64(bitPattern) }
}

extension Double: VectorScalar {
    static var elementType: ElementType { .float64 }
    init(truncatingBits word: UInt64) { self.init(bitPattern: word) }
    var comparableBits: UInt64 { isNaN ? .max : bitPattern }
}

func comparableBits<Scalar: VectorScalar>(_ values: [Scalar]) -> [UInt64] { values.map(\.comparableBits) }

/// Reproducible numbers (Steele et al., SplitMix64).
struct TestRandom: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Numbers of every kind: all bit patterns, small ones, and the special ones.
func assortedNumbers<Scalar: VectorScalar>(_: Scalar.Type, count: Int, seed: UInt64 = 1) -> [Scalar] {
    var random = TestRandom(seed)
    let special: [Scalar] = [
        0, -0.0, 1, -1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
        .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0.5, 1.5, 2.5, -2.5, 6,
    ]
    return (0..<count).map { index in
        switch index % 4 {
        case 0: Scalar(truncatingBits: random.next())
        case 1: Scalar(Double.random(in: -4...4, using: &random))
        case 2: Scalar(Double.random(in: -100...100, using: &random))
        default: special[Int(random.next() % UInt64(special.count))]
        }
    }
}

/// Calls a kernel that reads one array and writes another of the same length.
func map<Scalar: VectorScalar>(
    _ values: [Scalar], _ kernel: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: values.count)
    values.withUnsafeBytes { source in
        result.withUnsafeMutableBytes { target in
            guard let from = source.baseAddress, let to = target.baseAddress else { return }
            kernel(from, to, values.count)
        }
    }
    return result
}

/// The lines of a file in Tests/Fixtures, split at spaces; comments left out.
func fixtureFields(_ path: String, from file: String = #filePath) throws -> [[Substring]] {
    let tests = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    guard let stream = fopen("\(tests)/Fixtures/\(path)", "r") else { throw MissingFixture(path: path) }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        .map { $0.split(separator: " ") }
}

struct MissingFixture: Error {
    var path: String
}
