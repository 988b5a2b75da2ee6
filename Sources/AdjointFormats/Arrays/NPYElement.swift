import AdjointKernels

/// An element type as NumPy writes it, such as `<f4`.
struct NPYElement {
    private enum Kind {
        case number(DataType)
        /// Bytes, filled up with zeros.
        case bytes
        /// Code points of four bytes, filled up with zeros.
        case text
    }

    /// The size of an element in bytes.
    let size: Int
    private let kind: Kind
    private let isBigEndian: Bool

    /// Reads NumPy's description.
    ///
    /// - Throws: `FormatError`: `malformed` or `unsupported`.
    init(_ description: String) throws {
        let order = description.prefix(1)
        let letter = description.dropFirst().prefix(1)
        guard ["<", ">", "|", "="].contains(order), let width = Int(description.dropFirst(2)), width >= 0 else {
            throw FormatError(.unsupported, format: "npy", "elements of type '\(description)'")
        }
        isBigEndian = order == ">"
        if let dtype = Self.numbers.first(where: { $0.name == letter + String(width) })?.dtype {
            (kind, size) = (.number(dtype), width)
        } else if letter == "S" {
            (kind, size) = (.bytes, width)
        } else if letter == "U", let byteCount = checkedProduct([width], times: 4) {
            (kind, size) = (.text, byteCount)
        } else {
            throw FormatError(.unsupported, format: "npy", "elements of type '\(description)'")
        }
    }

    /// The array with these elements, which must fill the shape.
    func array(_ elements: Bytes, _ shape: [Int]) -> StoredArray {
        switch kind {
        case .number(let dtype):
            let unit = dtype == .complex64 || dtype == .complex128 ? size / 2 : size
            return StoredArray(
                dtype: dtype, shape: shape, bytes: isBigEndian ? Self.byteSwapped(elements, unit: unit) : elements)
        case .bytes:
            return StoredArray(shape: shape, strings: strings(elements, shape) { Self.trimmed($0) })
        case .text:
            return StoredArray(
                shape: shape,
                strings: strings(elements, shape) { element in
                    let little = isBigEndian ? Self.byteSwapped(element, unit: 4) : element
                    let points = stride(from: 0, to: little.count, by: 4).map { offset in
                        (0..<4).reduce(UInt32(0)) { $0 | UInt32(little[offset + $1]) << UInt32(8 * $1) }
                    }
                    let text = points.prefix(points.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)
                    return Bytes(String(decoding: text, as: UTF32.self).utf8)
                })
        }
    }

    private func strings(_ elements: Bytes, _ shape: [Int], _ string: (Bytes) -> Bytes) -> [Bytes] {
        // Elements without bytes are as many as the shape says, however few bytes the file has.
        guard size > 0 else { return [] }
        return stride(from: 0, to: elements.count, by: size).map { string(elements[$0..<$0 + size]) }
    }

    /// NumPy's description of an array's elements, and the elements as NumPy stores them.
    ///
    /// - Throws: `FormatError`: `unsupported`.
    static func encode(_ array: StoredArray) throws -> (description: String, elements: Bytes) {
        if array.dtype == .string { return encodeStrings(array.strings) }
        guard let name = numbers.first(where: { $0.dtype == array.dtype })?.name else {
            throw FormatError(.unsupported, format: "npy", "NumPy has no elements of type \(array.dtype)")
        }
        return ((array.dtype.size == 1 ? "|" : "<") + name, array.bytes)
    }

    private static func encodeStrings(_ strings: [Bytes]) -> (description: String, elements: Bytes) {
        let texts = strings.map { bytes in bytes.withUnsafeBytes { String(validating: $0, as: UTF8.self) } }
        if texts.contains(nil) {
            let width = max(1, strings.map(\.count).max() ?? 1)
            return ("|S\(width)", Bytes(strings.flatMap { $0 + [UInt8](repeating: 0, count: width - $0.count) }))
        }
        let points = texts.map { ($0 ?? "").unicodeScalars.map(\.value) }
        let width = max(1, points.map(\.count).max() ?? 1)
        let padded = points.flatMap { $0 + [UInt32](repeating: 0, count: width - $0.count) }
        return ("<U\(width)", Bytes(padded.flatMap { point in withUnsafeBytes(of: point.littleEndian) { Array($0) } }))
    }

    private static func trimmed(_ bytes: Bytes) -> Bytes {
        bytes[..<(bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)]
    }

    private static func byteSwapped(_ bytes: Bytes, unit: Int) -> Bytes {
        Bytes(count: bytes.count) { target in
            for index in bytes.indices { target[index] = bytes[index / unit * unit + unit - 1 - index % unit] }
        }
    }

    private static let numbers: [(name: String, dtype: DataType)] = [
        ("b1", .bool), ("u1", .uint8), ("u2", .uint16), ("u4", .uint32), ("u8", .uint64), ("i1", .int8), ("i2", .int16),
        ("i4", .int32), ("i8", .int64), ("f2", .float16), ("f4", .float32), ("f8", .float64), ("c8", .complex64),
        ("c16", .complex128),
    ]
}
