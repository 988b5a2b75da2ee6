import AdjointCore
import AdjointFormats

extension TensorProto {
    /// The message that states an array, in the form TensorFlow's Python gives it: a single element in the list of its
    /// type, several as their bytes. O(elements).
    ///
    /// - Precondition: the element type has host values; handles have none.
    init(_ array: NDArray) {
        self.init()
        dtype = DataType(rawValue: array.dtype.rawValue)
        shape = TensorShapeProto(array.shape)
        if array.dtype == .string {
            stringValues = array.strings.map { Bytes($0.bytes) }
            return
        }
        guard array.count == 1 else {
            content = array.withUnsafeBytes { Bytes(copying: $0) }
            return
        }
        func element<Element: TensorScalar>(_: Element.Type) -> Element {
            array.withUnsafeBytes { $0.loadUnaligned(as: Element.self) }
        }
        switch array.dtype {
        case .float32: floatValues = [element(Float.self)]
        case .float64: doubleValues = [element(Double.self)]
        case .int32: intValues = [element(Int32.self)]
        case .int8: intValues = [Int32(element(Int8.self))]
        case .int16: intValues = [Int32(element(Int16.self))]
        case .uint8: intValues = [Int32(element(UInt8.self))]
        case .uint16: intValues = [Int32(element(UInt16.self))]
        case .uint32: uint32Values = [element(UInt32.self)]
        case .int64: int64Values = [element(Int64.self)]
        case .uint64: uint64Values = [element(UInt64.self)]
        case .bool: boolValues = [element(Bool.self)]
        case .float16: halfValues = [Int32(element(UInt16.self))]
        default: preconditionFailure("no tensor of \(array.dtype.name) can be written")
        }
    }
}
