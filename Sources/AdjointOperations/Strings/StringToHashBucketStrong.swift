public import AdjointCore

/// A number below a limit for each string, by a hash that nobody can foresee without its key.
/// TF: `StringToHashBucketStrong`.
public struct StringToHashBucketStrong: OperationDefinition {
    public static let type = "StringToHashBucketStrong"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string)], outputs: [.tensor("output", .int64)])
    public static let attributes: [AttributeKey<StringToHashBucketStrong>] = [
        .int("num_buckets", \.count, required: true), .ints("key", \.key, required: true),
    ]

    /// The limit.
    public var count = 1
    /// Two numbers that the hash depends on.
    public var key: [Int] = []

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard key.count == 2 else { throw OperationError("key must be two numbers, not \(key)") }
        return try context.hashBucketShape(count: count)
    }

    public static let gradient = GradientRule<StringToHashBucketStrong>.stopsGradient(reason: "it is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let hash = SipHash(key: (UInt64(bitPattern: Int64(key[0])), UInt64(bitPattern: Int64(key[1]))))
        return .hashBuckets(context, count: count) { hash($0) }
    }
}

/// SipHash-2-4 (Aumasson and Bernstein 2012).
private struct SipHash {
    let key: (UInt64, UInt64)

    func callAsFunction(_ bytes: [UInt8]) -> UInt64 {
        var (a, b) = (key.0 ^ 0x736f_6d65_7073_6575, key.1 ^ 0x646f_7261_6e64_6f6d)
        var (c, d) = (key.0 ^ 0x6c79_6765_6e65_7261, key.1 ^ 0x7465_6462_7974_6573)
        func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
        func mix() {
            a = a &+ b
            c = c &+ d
            b = rotated(b, 13) ^ a
            d = rotated(d, 16) ^ c
            a = rotated(a, 32) &+ d
            c = c &+ b
            d = rotated(d, 21) ^ a
            b = rotated(b, 17) ^ c
            c = rotated(c, 32)
        }
        func take(_ word: UInt64) {
            d ^= word
            mix()
            mix()
            a ^= word
        }
        let whole = bytes.count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) { take(LittleEndian.word(bytes[start..<start + 8])) }
        take(LittleEndian.word(bytes[whole...]) | UInt64(bytes.count & 0xff) << 56)
        c ^= 0xff
        for _ in 0..<4 { mix() }
        return a ^ b ^ c ^ d
    }
}
