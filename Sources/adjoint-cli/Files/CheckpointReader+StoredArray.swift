import Adjoint

extension CheckpointReader {
    /// A tensor with its elements, in the form all files share.
    ///
    /// - Throws: what reading the tensor throws.
    func array(_ tensor: CheckpointTensor) throws -> StoredArray {
        tensor.dtype == .string
            ? StoredArray(shape: tensor.shape, strings: try strings(of: tensor.name))
            : StoredArray(dtype: tensor.dtype, shape: tensor.shape, bytes: try bytes(of: tensor.name))
    }
}

extension DataType {
    /// TensorFlow's spelling, as in `float32`.
    var spelling: String { DType(rawValue: withoutReference.rawValue)?.name ?? "type \(rawValue)" }
}
