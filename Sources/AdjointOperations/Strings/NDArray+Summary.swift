import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension NDArray {
    /// The array as text, with the first and last `entryLimit` entries of each dimension, or all if it is negative.
    ///
    /// TF: `Tensor::SummarizeValue` in its second format.
    func summary(entryLimit: Int) -> [UInt8] {
        let shown = min(entryLimit < 0 ? count : entryLimit, count)
        let element = elementText
        var text: [UInt8] = []

        /// What stands between two entries of a dimension: a space within a row, else as many ends of lines as dimensions end.
        func separate(_ axis: Int) {
            guard axis < dimensions.count - 1 else {
                text.append(UInt8(ascii: " "))
                return
            }
            text += Array(repeating: UInt8(ascii: "\n"), count: dimensions.count - 1 - axis)
            text += Array(repeating: UInt8(ascii: " "), count: axis + 1)
        }

        // As deep as the array has dimensions.
        func append(axis: Int, offset: Int, size: Int) {
            guard axis < dimensions.count else {
                text += element(offset)
                return
            }
            let entrySize = dimensions[axis] == 0 ? 0 : size / dimensions[axis]
            let endStart = max(shown, dimensions[axis] - shown)
            text.append(UInt8(ascii: "["))
            for index in 0..<min(shown, dimensions[axis]) {
                if index > 0 { separate(axis) }
                append(axis: axis + 1, offset: offset + index * entrySize, size: entrySize)
            }
            if dimensions[axis] > 2 * shown {
                separate(axis)
                text += "...".utf8
            }
            for index in endStart..<max(endStart, dimensions[axis]) {
                separate(axis)
                append(axis: axis + 1, offset: offset + index * entrySize, size: entrySize)
            }
            text.append(UInt8(ascii: "]"))
        }
        append(axis: 0, offset: 0, size: count)
        return text
    }

    /// The text of an element by its place.
    private var elementText: (Int) -> [UInt8] {
        func texts<Scalar: TensorScalar>(_: Scalar.Type, _ text: @escaping (Scalar) -> [UInt8]) -> (Int) -> [UInt8] {
            let scalars = (try? scalars(as: Scalar.self)) ?? []
            return { text(scalars[$0]) }
        }
        func integers<Scalar: TensorScalar & BinaryInteger>(_ type: Scalar.Type) -> (Int) -> [UInt8] {
            texts(type) { Array("\($0)".utf8) }
        }
        switch dtype {
        case .string: return { [strings] in quoted(strings[$0].bytes) }
        case .bool: return texts(Bool.self) { [UInt8(ascii: $0 ? "1" : "0")] }
        case .float32:
            return texts(Float.self) { shortest(Double($0), digits: 6, 9) { Float(strtof($0, nil)) == Float($1) } }
        case .float64: return texts(Double.self) { shortest($0, digits: 15, 17) { strtod($0, nil) == $1 } }
        case .int8: return integers(Int8.self)
        case .int16: return integers(Int16.self)
        case .int32: return integers(Int32.self)
        case .int64: return integers(Int64.self)
        case .uint8: return integers(UInt8.self)
        case .uint16: return integers(UInt16.self)
        case .uint32: return integers(UInt32.self)
        case .uint64: return integers(UInt64.self)
        default: return { _ in [UInt8(ascii: "?")] }
        }
    }
}

/// A number in as few digits as read back to the same, of two precisions.
private func shortest(
    _ number: Double, digits few: Int, _ many: Int, isExact: (UnsafePointer<CChar>, Double) -> Bool
) -> [UInt8] {
    func text(_ digits: Int) -> [CChar] {
        withVaList([Int32(digits), number]) { list in
            var buffer = [CChar](repeating: 0, count: 64)
            vsnprintf(&buffer, buffer.count, "%.*g", list)
            return buffer
        }
    }
    guard number.isFinite else { return Array((number.isNaN ? "nan" : number < 0 ? "-inf" : "inf").utf8) }
    let short = text(few)
    return (isExact(short, number) ? short : text(many)).prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
}

/// A string in quotation marks, with C's escapes for what cannot be seen; bytes of UTF-8 stay.
private func quoted(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var text = [UInt8(ascii: "\"")]
    for byte in bytes {
        switch byte {
        case UInt8(ascii: "\n"): text += "\\n".utf8
        case UInt8(ascii: "\r"): text += "\\r".utf8
        case UInt8(ascii: "\t"): text += "\\t".utf8
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
        case 0x20..<0x7f, 0x80...: text.append(byte)
        default: text += [UInt8(ascii: "\\")] + [byte >> 6, byte >> 3 & 7, byte & 7].map { UInt8(ascii: "0") + $0 }
        }
    }
    return text + [UInt8(ascii: "\"")]
}
