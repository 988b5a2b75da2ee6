public import AdjointCore

/// The name of one file of several: `basename-00001-of-00004`. TF: `ShardedFilename`.
///
/// basename: a string; shard, num_shards: int32 scalars.
public struct ShardedFilename: OperationDefinition {
    public static let type = "ShardedFilename"
    public static let signature = OperationSignature(
        inputs: [.tensor("basename", .string), .tensor("shard", .int32), .tensor("num_shards", .int32)],
        outputs: [.tensor("filename", .string)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for index in 0..<3 where !context.shape(index).isCompatible(with: .scalar) {
            throw OperationError("takes scalars, not \(context.shape(index))")
        }
        return [.scalar]
    }

    public static let gradient = GradientRule<ShardedFilename>.notDifferentiable(reason: "a name has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            let shard = Self.digits(arguments.input(1, as: Int32.self).pointee)
            let count = Self.digits(arguments.input(2, as: Int32.self).pointee)
            let name = arguments.input(0, as: TensorString.self).pointee.bytes
            arguments.output(0, as: TensorString.self).pointee = TensorString(
                bytes: name + Array("-\(shard)-of-\(count)".utf8))
        }
    }

    /// At least five characters, as C's `%05d` gives them.
    static func digits(_ number: Int32) -> String {
        let (sign, text) = (number < 0 ? "-" : "", String(number.magnitude))
        return sign + String(repeating: "0", count: max(0, 5 - sign.count - text.count)) + text
    }
}

extension Tensor {
    /// The name of file `shard` of `count` whose names begin with this one. TF: `tf.raw_ops.ShardedFilename`.
    ///
    /// self: a string scalar; shard, count: int32 scalars.
    public func shardedFilename(
        shard: Tensor, of count: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            ShardedFilename(), inputs: [self, shard, count], name: name, site: CreationSite(file, line))
    }
}
