public import AdjointCore

/// Sparse tensors from three strings each, those of more dimensions put together. TF: `DeserializeSparse`.
///
/// serialized_sparse: `[…, 3]`, as ``SerializeSparse`` gives them. What is no such tensor is an error of the run.
public struct DeserializeSparse: SparseDeserialization {
    public static let type = "DeserializeSparse"
    public static let signature = OperationSignature(
        inputs: [.tensor("serialized_sparse", "Tserialized", in: DTypeSet(.string))],
        outputs: [
            .tensor("sparse_indices", .int64), .tensor("sparse_values", "dtype"), .tensor("sparse_shape", .int64),
        ])
    public static let attributes: [AttributeKey<DeserializeSparse>] = [.type("dtype", \.dtype, required: true)]

    /// The values' element type.
    public var dtype = DType.float32

    public init() {}
}
