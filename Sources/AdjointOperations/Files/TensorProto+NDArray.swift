package import AdjointCore
package import AdjointFormats

extension TensorProto {
    /// The message that states an array, in the form TensorFlow's Python gives it: a single element in the list of its
    /// type, several as their bytes. O(elements).
    ///
    /// - Precondition: the element type has host values; handles have none.
    package init(_ array: NDArray) {
        self.init(bytesOf: array)
        guard array.count == 1, array.dtype != .string else { return }
        content = Bytes()
        func element<Element: TensorScalar>(_: Element.Type) -> Element {
            array.withUnsafeBytes { $0.loadUnaligned(as: Element.self) }
        }
        switch array.dtype {
        case .float32: floatValues = [element(Float.self)]
        case .float64: doubleValues = [element(Double.self)]
        case .int32, .qint32: intValues = [element(Int32.self)]
        case .int8, .qint8: intValues = [Int32(element(Int8.self))]
        case .int16, .qint16: intValues = [Int32(element(Int16.self))]
        case .uint8, .quint8: intValues = [Int32(element(UInt8.self))]
        case .uint16, .quint16: intValues = [Int32(element(UInt16.self))]
        case .uint32: uint32Values = [element(UInt32.self)]
        case .int64: int64Values = [element(Int64.self)]
        case .uint64: uint64Values = [element(UInt64.self)]
        case .bool: boolValues = [element(Bool.self)]
        case .float16: halfValues = [Int32(element(UInt16.self))]
        default: preconditionFailure("no tensor of \(array.dtype.name) can be written")
        }
    }

    /// The message that states an array, in the form TensorFlow's kernels give it: numbers as their bytes, however few.
    /// O(elements).
    ///
    /// - Precondition: the element type has host values; handles have none.
    package init(bytesOf array: NDArray) {
        self.init()
        dtype = DataType(rawValue: array.dtype.rawValue)
        shape = TensorShapeProto(array.shape)
        if array.dtype == .string {
            stringValues = array.strings.map { Bytes($0.bytes) }
        } else {
            content = array.withUnsafeBytes { Bytes(copying: $0) }
        }
    }
}
