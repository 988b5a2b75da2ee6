import Adjoint

extension NDArray {
    /// The array that a file holds; `nil` for element types that values cannot be made of here.
    init?(_ stored: StoredArray) {
        guard let dtype = DType(rawValue: stored.dtype.rawValue), dtype.isComputable, dtype != .resource else {
            return nil
        }
        if dtype == .string {
            self.init(strings: stored.strings.map { TensorString(bytes: Array($0)) }, dimensions: stored.shape)
            return
        }
        self.init(dtype: dtype, dimensions: stored.shape) { bytes in
            stored.bytes.withUnsafeBytes { bytes.copyMemory(from: $0) }
            // Any byte but 0 is true to NumPy; a Bool has only two.
            if dtype == .bool { for index in bytes.indices where bytes[index] > 1 { bytes[index] = 1 } }
        }
    }
}

extension StoredArray {
    /// The form of an array that files hold.
    init(_ array: NDArray) {
        if array.dtype == .string {
            self.init(shape: array.dimensions, strings: array.strings.map { Bytes($0.bytes) })
        } else {
            self.init(
                dtype: DataType(rawValue: array.dtype.rawValue), shape: array.dimensions,
                bytes: array.withUnsafeBytes { Bytes(copying: $0) })
        }
    }
}

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
