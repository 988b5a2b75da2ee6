public import AdjointCore

/// A number below a limit for each string, by a hash of its bytes. TF: `StringToHashBucketFast`.
public struct StringToHashBucketFast: OperationDefinition {
    public static let type = "StringToHashBucketFast"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string)], outputs: [.tensor("output", .int64)])
    public static let attributes: [AttributeKey<StringToHashBucketFast>] = [
        .int("num_buckets", \.count, required: true)
    ]

    /// The limit.
    public var count = 1

    public init() {}

    /// The op for numbers below a limit.
    public init(count: Int) { self.count = count }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.hashBucketShape(count: count)
    }

    public static let gradient = GradientRule<StringToHashBucketFast>.stopsGradient(reason: "it is an integer")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        .hashBuckets(context, count: count) { Fingerprint64.hash($0) }
    }
}

extension Kernel {
    /// A number below a limit for each string of input 0, by a hash.
    static func hashBuckets(
        _ context: borrowing BindingContext, count: Int, by hash: @escaping @Sendable ([UInt8]) -> UInt64
    ) -> Kernel {
        let (elements, limit) = (context.outputs[0].count, UInt64(max(count, 1)))
        return Kernel { arguments in
            let (input, output) = (arguments.input(0, as: TensorString.self), arguments.output(0, as: Int64.self))
            for index in 0..<elements { output[index] = Int64(hash(input[index].bytes) % limit) }
        }
    }
}

extension ShapeContext {
    /// The shape of numbers below a limit for the strings of input 0.
    func hashBucketShape(count: Int) throws -> [Shape] {
        guard count > 0 else { throw OperationError("num_buckets must be positive, not \(count)") }
        return [shape(0)]
    }
}

extension Tensor {
    /// A number below a limit for each of these strings, by a hash of its bytes.
    /// TF: `tf.string_to_hash_bucket_fast`.
    public func hashBuckets(
        _ count: Int, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(StringToHashBucketFast(count: count), name: name, file: file, line: line)
    }
}
