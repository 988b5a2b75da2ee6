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

    /// The same with strings as bytes, too: the lengths of all of them, then their own.
    init(contentOf array: NDArray) {
        self.init(bytesOf: array)
        guard array.dtype == .string else { return }
        stringValues = []
        var bytes: [UInt8] = []
        for string in array.strings {
            var length = string.bytes.count
            while length >= 0x80 {
                bytes.append(UInt8(length & 0x7f) | 0x80)
                length >>= 7
            }
            bytes.append(UInt8(length))
        }
        content = Bytes(bytes + array.strings.flatMap(\.bytes))
    }
}

extension TensorString {
    /// The strings of a message that has them as bytes; `nil` if the bytes are not those of so many.
    static func list(_ bytes: [UInt8], count: Int, dimensions: [Int]) -> NDArray? {
        guard count <= bytes.count else { return nil }
        var (place, lengths) = (0, [Int]())
        for _ in 0..<count {
            var (length, shift) = (0, 0)
            while true {
                guard place < bytes.count, shift < 35 else { return nil }
                let byte = bytes[place]
                place += 1
                length |= Int(byte & 0x7f) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            lengths.append(length)
        }
        guard lengths.reduce(place, +) == bytes.count else { return nil }
        let strings = lengths.map { length in
            defer { place += length }
            return TensorString(bytes: Array(bytes[place..<place + length]))
        }
        return NDArray(strings: strings, dimensions: dimensions)
    }
}
