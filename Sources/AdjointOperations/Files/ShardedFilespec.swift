public import AdjointCore

/// A pattern of the names of several files: `basename-?????-of-00004`. TF: `ShardedFilespec`.
///
/// basename: a string; num_shards: an int32 scalar.
public struct ShardedFilespec: OperationDefinition {
    public static let type = "ShardedFilespec"
    public static let signature = OperationSignature(
        inputs: [.tensor("basename", .string), .tensor("num_shards", .int32)], outputs: [.tensor("filename", .string)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for index in 0..<2 where !context.shape(index).isCompatible(with: .scalar) {
            throw OperationError("takes scalars, not \(context.shape(index))")
        }
        return [.scalar]
    }

    public static let gradient = GradientRule<ShardedFilespec>.notDifferentiable(reason: "a name has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        Kernel { arguments in
            let count = ShardedFilename.digits(arguments.input(1, as: Int32.self).pointee)
            let name = arguments.input(0, as: TensorString.self).pointee.bytes
            arguments.output(0, as: TensorString.self).pointee = TensorString(
                bytes: name + Array("-?????-of-\(count)".utf8))
        }
    }
}

extension Tensor {
    /// The pattern of the names of `count` files that begin with this one. TF: `tf.raw_ops.ShardedFilespec`.
    ///
    /// self: a string scalar; count: an int32 scalar.
    public func shardedFilespec(
        of count: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(ShardedFilespec(), inputs: [self, count], name: name, site: CreationSite(file, line))
    }
}
