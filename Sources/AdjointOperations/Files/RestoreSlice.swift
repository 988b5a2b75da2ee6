public import AdjointCore
import AdjointFormats

/// Reads a tensor, or a part of one, from a checkpoint, of whichever format. TF: `RestoreSlice`.
///
/// file_pattern, tensor_name, shape_and_slice: strings. The slice is empty for the whole tensor.
public struct RestoreSlice: OperationDefinition {
    public static let type = "RestoreSlice"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("file_pattern", .string), .tensor("tensor_name", .string), .tensor("shape_and_slice", .string),
        ], outputs: [.tensor("tensor", "dt")])
    public static let attributes: [AttributeKey<RestoreSlice>] = [
        .type("dt", \.dtype, required: true), .int("preferred_shard", \.preferredShard),
    ]

    /// The tensor's element type.
    public var dtype = DType.float32
    /// Kept for TensorFlow: which file of several to look into first.
    var preferredShard = -1

    public init() {}

    /// The op for a tensor of the given type.
    public init(dtype: DType) { self.dtype = dtype }

    public var traits: OperationTraits { .outsideRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for index in context.inputs.indices where !context.shape(index).isCompatible(with: .scalar) {
            throw OperationError("prefix and name must be scalars, not \(context.shape(index))")
        }
        return [.unknown]
    }

    public static let gradient = GradientRule<RestoreSlice>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dtype = dtype
        return Kernel { arguments in
            let array = try Checkpoint.open(arguments.text(0))
                .array(of: arguments.text(1), specification: arguments.text(2), dtype)
            arguments.setOutput(0, array)
        }
    }
}
