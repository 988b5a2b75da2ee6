public import AdjointCore

/// Sparse tensors from three strings each, as the rows of one. TF: `DeserializeManySparse`.
///
/// serialized_sparse: `[rows, 3]`, as ``SerializeSparse`` gives them. What is no such tensor is an error of the run.
public struct DeserializeManySparse: SparseDeserialization {
    public static let type = "DeserializeManySparse"
    public static let signature = OperationSignature(
        inputs: [.tensor("serialized_sparse", .string)],
        outputs: [
            .tensor("sparse_indices", .int64), .tensor("sparse_values", "dtype"), .tensor("sparse_shape", .int64),
        ])
    public static let attributes: [AttributeKey<DeserializeManySparse>] = [.type("dtype", \.dtype, required: true)]

    /// The values' element type.
    public var dtype = DType.float32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 2, role: "serialized_sparse")
        return try deserializedShapes(context)
    }
}
