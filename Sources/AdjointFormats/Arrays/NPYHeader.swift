/// What the header of an npy file says: a Python dictionary in text.
struct NPYHeader {
    var element: NPYElement
    var isFortranOrder: Bool
    var shape: [Int]

    /// Reads a header.
    ///
    /// - Throws: `FormatError`: `malformed` or `unsupported`.
    init(_ bytes: Bytes) throws {
        var parser = LiteralParser(bytes: bytes)
        var (element, isFortranOrder, shape): (NPYElement?, Bool?, [Int]?) = (nil, nil, nil)
        try parser.expect("{")
        while !parser.take("}") {
            let key = try parser.string()
            try parser.expect(":")
            switch key {
            case "descr": element = try NPYElement(try parser.string())
            case "fortran_order": isFortranOrder = try parser.bool()
            case "shape": shape = try parser.tuple()
            default: throw FormatError(.malformed, format: "npy", "the header has a field '\(key)'")
            }
            if !parser.take(",") {
                try parser.expect("}")
                break
            }
        }
        guard parser.isAtEnd, let element, let isFortranOrder, let shape else {
            throw FormatError(.malformed, format: "npy", "the header lacks a field, or something follows it")
        }
        (self.element, self.isFortranOrder, self.shape) = (element, isFortranOrder, shape)
    }

    /// The array with these elements, which must fill the shape.
    func array(_ stored: Bytes) -> StoredArray {
        let elements = isFortranOrder && shape.count > 1 ? rowMajor(stored) : stored
        return element.array(elements, shape)
    }

    /// The elements with the last index running fastest, from those with the first one running fastest.
    private func rowMajor(_ stored: Bytes) -> Bytes {
        let size = element.size
        var strides = [Int](repeating: 1, count: shape.count)
        for dimension in 1..<shape.count { strides[dimension] = strides[dimension - 1] * shape[dimension - 1] }
        return Bytes(count: stored.count) { target in
            stored.withUnsafeBytes { stored in
                var index = [Int](repeating: 0, count: shape.count)
                for element in 0..<(size == 0 ? 0 : stored.count / size) {
                    let source = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 } * size
                    for byte in 0..<size { target[element * size + byte] = stored[source + byte] }
                    for dimension in index.indices.reversed() {
                        index[dimension] += 1
                        if index[dimension] < shape[dimension] { break }
                        index[dimension] = 0
                    }
                }
            }
        }
    }
}

/// Reads the few forms of Python literals that headers consist of.
private struct LiteralParser {
    let bytes: Bytes
    var offset = 0

    /// Whether nothing but space follows.
    var isAtEnd: Bool { bytes[offset...].allSatisfy { Self.space.contains($0) } }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        while offset < bytes.count, Self.space.contains(bytes[offset]) { offset += 1 }
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws {
        guard take(character) else { throw fault("'\(character)' should stand here") }
    }

    mutating func string() throws -> String {
        let quote: UInt8 = take("'") ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        if quote == UInt8(ascii: "\"") {
            guard take("\"") else {
                if take("[") { throw FormatError(.unsupported, format: "npy", "the elements have several fields") }
                throw fault("a string should stand here")
            }
        }
        let start = offset
        while offset < bytes.count, bytes[offset] != quote { offset += 1 }
        guard offset < bytes.count else { throw fault("a string does not end") }
        defer { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    mutating func bool() throws -> Bool {
        switch try word() {
        case "True": return true
        case "False": return false
        default: throw fault("True or False should stand here")
        }
    }

    mutating func tuple() throws -> [Int] {
        try expect("(")
        var numbers: [Int] = []
        while !take(")") {
            guard let number = Int(try word()), number >= 0 else { throw fault("a dimension should stand here") }
            numbers.append(number)
            guard numbers.count <= 64 else { throw fault("NumPy has no arrays of so many dimensions") }
            if !take(",") {
                try expect(")")
                break
            }
        }
        return numbers
    }

    private mutating func word() throws -> String {
        _ = take(" ")
        let start = offset
        while offset < bytes.count, Self.wordCharacters.contains(bytes[offset]) { offset += 1 }
        guard offset > start else { throw fault("a word should stand here") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private func fault(_ detail: String) -> FormatError {
        FormatError(.malformed, format: "npy", "in the header: \(detail)", offset: offset)
    }

    private static let space = Set(" \t\r\n".utf8)
    private static let wordCharacters = Set("0123456789TrueFals-".utf8)
}
