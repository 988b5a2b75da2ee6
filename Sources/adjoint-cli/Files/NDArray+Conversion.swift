import Adjoint

extension NDArray {
    /// The array with its elements converted to a type as NumPy's `astype` does, which TensorFlow feeds through:
    /// rounded, truncated toward zero or wrapped, and compared with zero for Bool. `nil` between text and numbers.
    /// O(elements).
    func converted(to dtype: DType) -> NDArray? {
        guard dtype != self.dtype else { return self }
        guard DTypeSet.numeric.contains(dtype) || dtype == .bool else { return nil }
        if dtype != .bool, !dtype.isFloatingPoint, let integers {
            return NDArray(dtype: dtype, dimensions: dimensions) { bytes in
                func write<Element: FixedWidthInteger>(_: Element.Type) {
                    let elements = bytes.bindMemory(to: Element.self)
                    for (index, integer) in integers.enumerated() {
                        elements[index] = Element(truncatingIfNeeded: integer)
                    }
                }
                switch dtype {
                case .int8: write(Int8.self)
                case .int16: write(Int16.self)
                case .int32: write(Int32.self)
                case .int64: write(Int64.self)
                case .uint8: write(UInt8.self)
                case .uint16: write(UInt16.self)
                case .uint32: write(UInt32.self)
                default: write(UInt64.self)
                }
            }
        }
        guard let doubles else { return nil }
        let width = dtype.byteCount
        return NDArray(dtype: dtype, dimensions: dimensions) { bytes in
            switch dtype {
            case .float32:
                let elements = bytes.bindMemory(to: Float.self)
                for (index, value) in doubles.enumerated() { elements[index] = Float(value) }
            case .float64:
                let elements = bytes.bindMemory(to: Double.self)
                for (index, value) in doubles.enumerated() { elements[index] = value }
            case .bool:
                for (index, value) in doubles.enumerated() { bytes[index] = value != 0 ? 1 : 0 }
            default:
                for (index, value) in doubles.enumerated() {
                    NDArray(value, dtype: dtype).withUnsafeBytes { element in
                        UnsafeMutableRawBufferPointer(rebasing: bytes[index * width..<(index + 1) * width])
                            .copyMemory(from: element)
                    }
                }
            }
        }
    }
}
