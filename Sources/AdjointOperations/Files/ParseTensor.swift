public import AdjointCore
import AdjointFormats

/// The tensor that a serialized `TensorProto` states. TF: `ParseTensor`.
///
/// serialized: a scalar string. A tensor of another element type than the attribute's, or one that the bytes do not fill,
/// is an error of the run.
public struct ParseTensor: OperationDefinition {
    public static let type = "ParseTensor"
    public static let signature = OperationSignature(
        inputs: [.tensor("serialized", .string)],
        outputs: [.tensor("output", "out_type", in: [.numeric, DTypeSet(.bool, .string)])])
    public static let attributes: [AttributeKey<ParseTensor>] = [.type("out_type", \.dtype, required: true)]

    /// The element type.
    public var dtype = DType.float32

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "serialized")
        return [.unknown]
    }

    public static let gradient = GradientRule<ParseTensor>.notDifferentiable(reason: "a file has no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dtype = dtype
        return Kernel { arguments in
            var decoder = TensorDecoder()
            arguments.setOutput(0, try decoder.array(arguments.input(0, as: TensorString.self).pointee, dtype))
        }
    }
}

extension TensorDecoder {
    /// The array that a serialized message states.
    ///
    /// - Throws: ``OperationError`` if it states none, or one of another element type.
    mutating func array(_ serialized: TensorString, _ dtype: DType) throws -> NDArray {
        let message: TensorProto
        do {
            message = try TensorProto(serialized: Bytes(serialized.bytes))
        } catch {
            throw OperationError("the tensor cannot be read: \(error)")
        }
        guard message.dtype.rawValue == dtype.rawValue else {
            throw OperationError("the tensor is of type \(message.dtype), not \(dtype.name)")
        }
        guard let array = array(message) else {
            throw OperationError("the tensor's contents do not fit its shape, or are too many")
        }
        return array
    }
}
