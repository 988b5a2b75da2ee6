public import AdjointCore
import AdjointFormats

/// Reads a tensor from a checkpoint, of whichever format. TF: `Restore`.
///
/// file_pattern, tensor_name: strings.
public struct Restore: OperationDefinition {
    public static let type = "Restore"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("file_pattern", .string), .tensor("tensor_name", .string),
        ], outputs: [.tensor("tensor", "dt")])
    public static let attributes: [AttributeKey<Restore>] = [
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

    public static let gradient = GradientRule<Restore>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dtype = dtype
        return Kernel { arguments in
            let array = try Checkpoint.open(arguments.text(0))
                .array(of: arguments.text(1), specification: "", dtype)
            arguments.setOutput(0, array)
        }
    }
}
