import AdjointCore

/// Values as bytes that are equal exactly where the values are, with lengths before everything that varies.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    var digest: Digest { Digest(bytes) }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: String) { append(Array(text.utf8)) }

    mutating func append(_ content: [UInt8]) {
        append(content.count)
        bytes.append(contentsOf: content)
    }

    mutating func append(_ array: NDArray) {
        append(array.dtype.rawValue)
        append(array.dimensions.count)
        for size in array.dimensions { append(size) }
        if array.dtype == .string {
            for string in array.strings { append(string.bytes) }
        } else {
            let digest = array.withUnsafeBytes { Digest($0) }
            append(digest.low)
            append(digest.high)
        }
    }

    mutating func append(_ shape: Shape) {
        guard let sizes = shape.partialDimensions else { return append(-1) }
        append(sizes.count)
        for size in sizes { append(size ?? -1) }
    }

    mutating func append(_ attributes: Attributes) {
        // What begins with an underscore is about where an op runs or how it is shown.
        let entries = attributes.entries.filter { !$0.name.hasPrefix("_") }
        append(entries.count)
        for entry in entries {
            append(entry.name)
            append(entry.value)
        }
    }

    mutating func append(_ value: AttributeValue) {
        switch value {
        case .string(let string): append(tag: 1, string.bytes)
        case .int(let number): append(tag: 2, number)
        case .float(let number): append(tag: 3, number.bitPattern)
        case .bool(let flag): append(tag: 4, UInt8(flag ? 1 : 0))
        case .type(let dtype): append(tag: 5, dtype.rawValue)
        case .shape(let shape):
            append(UInt8(6))
            append(shape)
        case .tensor(let array):
            append(UInt8(7))
            append(array)
        case .function(let reference):
            append(UInt8(8))
            append(reference)
        case .list(let list):
            append(UInt8(9))
            append(list)
        case .placeholder(let name): append(tag: 10, Array(name.utf8))
        case .encoded(let encoded): append(tag: 11, encoded)
        }
    }

    private mutating func append(_ reference: FunctionReference) {
        append(reference.name)
        append(reference.attributes)
    }

    private mutating func append(_ list: AttributeList) {
        switch list {
        case .empty: append(UInt8(0))
        case .strings(let values): append(tag: 1, values) { $0.append($1.bytes) }
        case .ints(let values): append(tag: 2, values) { $0.append($1) }
        case .floats(let values): append(tag: 3, values) { $0.append($1.bitPattern) }
        case .bools(let values): append(tag: 4, values) { $0.append(UInt8($1 ? 1 : 0)) }
        case .types(let values): append(tag: 5, values) { $0.append($1.rawValue) }
        case .shapes(let values): append(tag: 6, values) { $0.append($1) }
        case .tensors(let values): append(tag: 7, values) { $0.append($1) }
        case .functions(let values): append(tag: 8, values) { $0.append($1) }
        }
    }

    private mutating func append<Element>(
        tag: UInt8, _ values: [Element], _ each: (inout CanonicalBytes, Element) -> Void
    ) {
        append(tag)
        append(values.count)
        for value in values { each(&self, value) }
    }

    private mutating func append(tag: UInt8, _ content: [UInt8]) {
        append(tag)
        append(content)
    }

    private mutating func append(tag: UInt8, _ number: some FixedWidthInteger) {
        append(tag)
        append(number)
    }
}
