public import AdjointCore

/// A number below a limit for each string, by an older hash of its bytes. TF: `StringToHashBucket`.
public struct StringToHashBucket: OperationDefinition {
    public static let type = "StringToHashBucket"
    public static let signature = OperationSignature(
        inputs: [.tensor("string_tensor", .string)], outputs: [.tensor("output", .int64)])
    public static let attributes: [AttributeKey<StringToHashBucket>] = [.int("num_buckets", \.count, required: true)]

    /// The limit.
    public var count = 1

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try context.hashBucketShape(count: count) }

    public static let gradient = GradientRule<StringToHashBucket>.stopsGradient(reason: "it is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .hashBuckets(context, count: count) { Murmur64.hash($0) }
    }
}

/// The 64-bit variant of MurmurHash 2 for 64-bit machines, with TensorFlow's seed.
private enum Murmur64 {
    private static let factor: UInt64 = 0xc6a4_a793_5bd1_e995
    private static let seed: UInt64 = 0xdeca_fcaf_fe

    static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash = seed ^ UInt64(bytes.count) &* factor
        let whole = bytes.count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) {
            let word = mixed(LittleEndian.word(bytes[start..<start + 8]) &* factor) &* factor
            hash = (hash ^ word) &* factor
        }
        if whole < bytes.count { hash = (hash ^ LittleEndian.word(bytes[whole...])) &* factor }
        return mixed(mixed(hash) &* factor)
    }

    private static func mixed(_ value: UInt64) -> UInt64 { value ^ (value >> 47) }
}

/// Numbers of bytes, the lowest first.
enum LittleEndian {
    /// At most eight bytes as a number.
    static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
