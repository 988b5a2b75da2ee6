public import AdjointCore
public import AdjointFormats

extension NDArray {
    /// The array that a file holds; `nil` for element types that values cannot be made of here. O(size).
    public init?(_ stored: StoredArray) {
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
    /// The form of an array that files hold. O(size).
    ///
    /// - Precondition: the array holds no handles.
    public init(_ array: NDArray) {
        if array.dtype == .string {
            self.init(shape: array.dimensions, strings: array.strings.map { Bytes($0.bytes) })
        } else {
            self.init(
                dtype: DataType(rawValue: array.dtype.rawValue), shape: array.dimensions,
                bytes: array.withUnsafeBytes { Bytes(copying: $0) })
        }
    }
}
