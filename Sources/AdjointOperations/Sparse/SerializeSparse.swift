public import AdjointCore
import AdjointFormats

/// A sparse tensor as three strings. TF: `SerializeSparse`.
///
/// sparse_indices, sparse_values, sparse_shape: the tensor. The strings are serialized `TensorProto` messages.
public struct SerializeSparse: SparseSerialization {
    public static let type = "SerializeSparse"
    public static let signature = OperationSignature.sparseSerialization
    public static let attributes: [AttributeKey<SerializeSparse>] = [.type("out_type", \.outputType)]

    /// What the tensor becomes; strings alone are available.
    public var outputType = DType.string

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try sparseShape(context)
        return [[3]]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let inputs = context.inputs
        _ = try sparseExtents(context)
        return Kernel { arguments in
            for index in 0..<3 {
                let message = TensorProto(contentOf: arguments.copy(of: index, inputs[index]))
                arguments.output(0, as: TensorString.self)[index] = TensorString(bytes: message.serialized())
            }
        }
    }
}
