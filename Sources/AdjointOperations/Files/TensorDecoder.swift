package import AdjointCore
package import AdjointFormats

/// Turns tensors of a file into arrays.
///
/// A file may state one element for a large tensor full of it. So that a small file cannot ask for all memory, the
/// arrays of one file that are made so share a budget; tensors beyond it stay encoded.
package struct TensorDecoder {
    /// Bytes that arrays may take which are larger than what the file states of them.
    private var expansionBudget = 1 << 28

    package init() {}

    /// The array that a message states; `nil` for types without host values, for content that does not fit the shape,
    /// and where the budget is used up. O(elements).
    package mutating func array(_ message: TensorProto) -> NDArray? {
        guard let dtype = DType(rawValue: message.dtype.rawValue), dtype.isComputable, dtype != .resource,
            let dimensions = Shape(message.shape ?? TensorShapeProto())?.dimensions
        else { return nil }
        let count = dimensions.reduce(1, *)
        if !message.content.isEmpty {
            if dtype == .string {
                return TensorString.list(Array(message.content), count: count, dimensions: dimensions)
            }
            guard !dtype.isManaged, message.content.count == count * dtype.byteCount else { return nil }
            return NDArray(dtype: dtype, dimensions: dimensions) { bytes in
                message.content.withUnsafeBytes { bytes.copyMemory(from: $0) }
                if dtype == .bool { for index in bytes.indices where bytes[index] > 1 { bytes[index] = 1 } }
            }
        }
        switch dtype {
        case .float32: return array(message.floatValues, dimensions) { $0 }
        case .float64: return array(message.doubleValues, dimensions) { $0 }
        case .int32: return array(message.intValues, dimensions) { $0 }
        case .int8: return array(message.intValues, dimensions) { Int8(truncatingIfNeeded: $0) }
        case .int16: return array(message.intValues, dimensions) { Int16(truncatingIfNeeded: $0) }
        case .uint8: return array(message.intValues, dimensions) { UInt8(truncatingIfNeeded: $0) }
        case .uint16: return array(message.intValues, dimensions) { UInt16(truncatingIfNeeded: $0) }
        case .uint32: return array(message.uint32Values, dimensions) { $0 }
        case .int64: return array(message.int64Values, dimensions) { $0 }
        case .uint64: return array(message.uint64Values, dimensions) { $0 }
        case .bool: return array(message.boolValues, dimensions) { $0 }
        case .float16: return array(message.halfValues, as: dtype, dimensions) { UInt16(truncatingIfNeeded: $0) }
        case .qint8: return array(message.intValues, as: dtype, dimensions) { Int8(truncatingIfNeeded: $0) }
        case .quint8: return array(message.intValues, as: dtype, dimensions) { UInt8(truncatingIfNeeded: $0) }
        case .qint16: return array(message.intValues, as: dtype, dimensions) { Int16(truncatingIfNeeded: $0) }
        case .quint16: return array(message.intValues, as: dtype, dimensions) { UInt16(truncatingIfNeeded: $0) }
        case .qint32: return array(message.intValues, as: dtype, dimensions) { $0 }
        case .string:
            let stated = message.stringValues.isEmpty ? [Bytes()] : message.stringValues
            guard let strings = extend(stated.map { TensorString(bytes: Array($0)) }, to: count) else { return nil }
            return NDArray(strings: strings, dimensions: dimensions)
        default: return nil
        }
    }

    private mutating func array<Stated, Element: TensorScalar>(
        _ values: [Stated], _ dimensions: [Int], _ convert: (Stated) -> Element
    ) -> NDArray? {
        guard !values.isEmpty else {
            let byteCount = dimensions.reduce(MemoryLayout<Element>.stride, *)
            guard spend(byteCount) else { return nil }
            return NDArray(zeros: Element.dtype, dimensions: dimensions)
        }
        return extend(values.map(convert), to: dimensions.reduce(1, *)).map { NDArray($0, dimensions: dimensions) }
    }

    /// The array of a type whose elements are stored as those of another.
    private mutating func array<Stated, Element: TensorScalar>(
        _ values: [Stated], as dtype: DType, _ dimensions: [Int], _ convert: (Stated) -> Element
    ) -> NDArray? {
        array(values, dimensions, convert).map {
            NDArray(storage: $0.storage, dtype: dtype, dimensions: dimensions)
        }
    }

    /// The values with the last one repeated.
    ///
    /// - Precondition: there is one.
    private mutating func extend<Element>(_ values: [Element], to count: Int) -> [Element]? {
        guard values.count < count else { return Array(values.prefix(count)) }
        let missing = count - values.count
        guard spend(missing * MemoryLayout<Element>.stride) else { return nil }
        return values + Array(repeating: values[values.count - 1], count: missing)
    }

    private mutating func spend(_ byteCount: Int) -> Bool {
        guard byteCount <= expansionBudget else { return false }
        expansionBudget -= byteCount
        return true
    }
}
