import AdjointKernels

/// The format of the MNIST files: a big-endian header, then the elements in row-major order.
///
/// The header is two zero bytes, the element type, the number of dimensions, and one 32-bit number per dimension.
public enum IDX {
    /// What the elements are; the raw value is the file's.
    public enum ElementType: UInt8, Hashable, Sendable, CaseIterable {
        /// Unsigned bytes, as in MNIST's images and labels.
        case uint8 = 0x08
        /// Signed bytes.
        case int8 = 0x09
        /// 16-bit signed integers.
        case int16 = 0x0b
        /// 32-bit signed integers.
        case int32 = 0x0c
        /// 32-bit floating-point numbers.
        case float32 = 0x0d
        /// 64-bit floating-point numbers.
        case float64 = 0x0e

        /// The size of one element in bytes.
        public var size: Int {
            switch self {
            case .uint8, .int8: 1
            case .int16: 2
            case .int32, .float32: 4
            case .float64: 8
            }
        }
    }

    /// The contents of an IDX file.
    public struct Array: Hashable, Sendable {
        /// What the elements are.
        public var elementType: ElementType
        /// The shape, slowest dimension first.
        public var dimensions: [Int]
        /// The elements in row-major order, each highest byte first.
        public var bytes: Bytes

        /// Makes an array; `bytes` must hold exactly the elements that `dimensions` ask for.
        public init(elementType: ElementType, dimensions: [Int], bytes: Bytes) {
            precondition(dimensions.count <= Int(UInt8.max) && dimensions.allSatisfy { 0...Int(UInt32.max) ~= $0 })
            precondition(
                IDX.byteCount(of: elementType, dimensions) == bytes.count, "the bytes do not fill the dimensions")
            self.elementType = elementType
            self.dimensions = dimensions
            self.bytes = bytes
        }
    }

    /// Reads the IDX file at `path`, which may be gzip-compressed.
    ///
    /// - Throws: ``FileError`` where the file cannot be read; ``FormatError`` where it is not a whole, undamaged IDX file.
    public static func read(contentsOf path: String, fileSystem: some FileSystem = .posix) throws -> Array {
        let contents = try fileSystem.read(path)
        return try FormatError.inFile(path) { try decode(contents) }
    }

    /// Decodes an IDX file, which may be gzip-compressed.
    ///
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, or what ``Gzip`` throws.
    public static func decode(_ contents: Bytes) throws -> Array {
        let contents = Gzip.isCompressed(contents) ? try Gzip.decompress(contents) : contents
        var reader = ByteReader(contents, format: "IDX")
        guard try reader.bigEndian(UInt16.self) == 0 else {
            throw FormatError(.badMagic, format: "IDX", "the file does not begin with two zero bytes", offset: 0)
        }
        let code = try reader.littleEndian(UInt8.self)
        guard let elementType = ElementType(rawValue: code) else {
            throw FormatError(.badMagic, format: "IDX", "\(code) is not an element type", offset: 2)
        }
        let rank = Int(try reader.littleEndian(UInt8.self))
        let dimensions = try (0..<rank).map { _ in Int(try reader.bigEndian(UInt32.self)) }
        guard let size = byteCount(of: elementType, dimensions), size >= reader.remaining else {
            throw FormatError(
                .malformed, format: "IDX", "\(reader.remaining) bytes do not fill the shape \(dimensions) exactly",
                offset: reader.offset)
        }
        return Array(elementType: elementType, dimensions: dimensions, bytes: try reader.read(size))
    }

    /// Encodes `array` as an uncompressed IDX file.
    public static func encode(_ array: Array) -> [UInt8] {
        var file: [UInt8] = [0, 0, array.elementType.rawValue, UInt8(array.dimensions.count)]
        for dimension in array.dimensions {
            withUnsafeBytes(of: UInt32(dimension).bigEndian) { file.append(contentsOf: $0) }
        }
        array.bytes.withUnsafeBytes { file.append(contentsOf: $0) }
        return file
    }

    /// The size of all elements; nil where no memory could hold them.
    private static func byteCount(of elementType: ElementType, _ dimensions: [Int]) -> Int? {
        checkedProduct(dimensions, times: elementType.size)
    }
}
