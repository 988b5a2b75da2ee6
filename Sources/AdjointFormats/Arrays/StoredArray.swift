import AdjointKernels

/// An array as files hold it, whatever the format.
public struct StoredArray: Hashable, Sendable {
    /// The element type.
    public var dtype: DataType
    /// The shape, slowest dimension first.
    public var shape: [Int]
    /// The elements in row-major order, lowest byte first; empty for strings.
    public var bytes: Bytes
    /// The elements in row-major order, for strings; empty for numbers.
    public var strings: [Bytes]

    /// An array of numbers; `bytes` must fill the shape.
    public init(dtype: DataType, shape: [Int], bytes: Bytes) {
        precondition(checkedProduct(shape, times: dtype.size ?? 0) == bytes.count, "the bytes do not fill the shape")
        (self.dtype, self.shape, self.bytes, strings) = (dtype, shape, bytes, [])
    }

    /// An array of strings; they must fill the shape.
    public init(shape: [Int], strings: [Bytes]) {
        precondition(checkedProduct(shape) == strings.count, "the strings do not fill the shape")
        (dtype, self.shape, bytes, self.strings) = (.string, shape, Bytes(), strings)
    }
}
