public import AdjointCore
import AdjointFormats

/// The serialized `TensorProto` of a tensor, a scalar string. TF: `SerializeTensor`.
///
/// tensor: any type of which host values are made, handles excepted.
public struct SerializeTensor: OperationDefinition {
    public static let type = "SerializeTensor"
    public static let signature = OperationSignature(
        inputs: [.tensor("tensor", in: [.numeric, DTypeSet(.bool, .string)])],
        outputs: [.tensor("serialized", .string)])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar] }

    public static let gradient = GradientRule<SerializeTensor>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let input = context.inputs[0]
        return Kernel { arguments in
            let message = TensorProto(bytesOf: input.array(at: arguments.rawInput(0)))
            arguments.output(0, as: TensorString.self).pointee = TensorString(bytes: message.serialized())
        }
    }
}
