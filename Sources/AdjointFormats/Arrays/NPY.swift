import AdjointKernels

/// NumPy's file format for one array. Source: NumPy's documentation of `numpy.lib.format`.
public enum NPY {
    /// Reads an array from the contents of a file.
    ///
    /// Arrays in Fortran's order or with the highest byte first are rearranged; the fixed-width strings of NumPy lose
    /// the zeros at their ends, as in NumPy.
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, or `unsupported` for element types that are no
    ///   numbers and no strings.
    public static func decode(_ contents: Bytes) throws -> StoredArray {
        var reader = ByteReader(contents, format: "npy")
        guard contents.starts(with: magic) else {
            throw FormatError(.badMagic, format: "npy", "the file does not begin as NumPy's do", offset: 0)
        }
        _ = try reader.read(magic.count)
        let major = try reader.littleEndian(UInt8.self)
        _ = try reader.littleEndian(UInt8.self)
        guard 1...3 ~= major else {
            throw FormatError(.unsupported, format: "npy", "version \(major) of the format", offset: magic.count)
        }
        let headerSize =
            major == 1
            ? Int(try reader.littleEndian(UInt16.self)) : ByteReader.size(try reader.littleEndian(UInt32.self))
        let header = try NPYHeader(try reader.read(headerSize))
        let elements = reader.bytes[reader.offset...]
        guard let size = checkedProduct(header.shape, times: header.element.size) else {
            throw FormatError(.malformed, format: "npy", "no memory could hold the shape \(header.shape)")
        }
        guard header.element.size > 0 || header.shape.contains(0) else {
            throw FormatError(.malformed, format: "npy", "the elements have no bytes")
        }
        guard elements.count >= size else {
            throw FormatError(
                .truncated, format: "npy", "\(elements.count) bytes follow where \(size) should", offset: reader.offset)
        }
        guard elements.count == size else {
            throw FormatError(.malformed, format: "npy", "\(elements.count - size) bytes follow the elements")
        }
        return header.array(elements)
    }

    /// The contents of a file that holds `array`, byte for byte as NumPy writes them.
    ///
    /// Strings that are UTF-8 become NumPy's text, others its bytes.
    /// - Throws: ``FormatError``: `unsupported` for element types that NumPy does not have.
    public static func encode(_ array: StoredArray) throws -> [UInt8] {
        let (description, elements) = try NPYElement.encode(array)
        var header = "{'descr': '\(description)', 'fortran_order': False, 'shape': \(tuple(array.shape)), }"
        // NumPy leaves room for the first dimension to grow in place.
        if let first = array.shape.first { header += String(repeating: " ", count: max(0, 21 - String(first).count)) }
        let unpadded = magic.count + 4 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"

        var file = magic + [1, 0]
        withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { file.append(contentsOf: $0) }
        file += header.utf8
        elements.withUnsafeBytes { file.append(contentsOf: $0) }
        return file
    }

    /// The first bytes of every file.
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// A tuple as Python writes it.
    private static func tuple(_ shape: [Int]) -> String {
        shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
    }
}
