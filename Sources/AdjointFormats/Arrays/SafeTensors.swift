import AdjointKernels

/// The safetensors file format: the size of a JSON text, that text, which says of every tensor where its bytes are, and
/// the bytes. Source: the format's description by Hugging Face.
public struct SafeTensors: Sendable {
    /// The tensors, by ascending place in the file.
    public let names: [String]
    /// What the writer says about the file.
    public let metadata: [String: String]

    private let path: String?
    private let entries: [String: Entry]
    private let data: Bytes

    private struct Entry {
        var dtype: DataType
        var shape: [Int]
        var range: Range<Int>
    }

    /// Opens the file at `path`, whose tensors are paged in as they are touched.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `truncated`, `malformed`, `unsupported` or `limitExceeded`.
    public init(contentsOf path: String, fileSystem: some FileSystem = .posix) throws {
        let contents = try fileSystem.map(path)
        self = try FormatError.inFile(path) { try SafeTensors(contents, path: path) }
    }

    /// Opens the contents of a file.
    ///
    /// - Throws: ``FormatError``, as above.
    public init(_ contents: Bytes) throws {
        try self.init(contents, path: nil)
    }

    private init(_ contents: Bytes, path: String?) throws {
        self.path = path
        var reader = ByteReader(contents, format: Self.format)
        let header = try reader.read(ByteReader.size(try reader.littleEndian(UInt64.self)))
        data = reader.bytes[reader.offset...]
        guard header.first == UInt8(ascii: "{"), case .object(let members) = try JSON(header, format: Self.format)
        else {
            throw FormatError(.malformed, format: Self.format, "the header is no JSON object")
        }
        var metadata: [String: String] = [:]
        var entries: [String: Entry] = [:]
        for member in members {
            let (name, value) = (member.name, member.value)
            if name == Self.metadataName {
                metadata = try Self.readMetadata(value)
            } else {
                entries[name] = try Self.readEntry(name, value)
            }
        }
        names = entries.sorted { Self.precedes($0, $1) }.map(\.key)
        (self.metadata, self.entries) = (metadata, entries)

        // Every byte belongs to exactly one tensor.
        var end = 0
        for name in names {
            guard let range = entries[name]?.range, range.lowerBound == end else {
                throw FormatError(.malformed, format: Self.format, "there is a gap or an overlap before '\(name)'")
            }
            end = range.upperBound
        }
        guard end <= data.count else {
            throw FormatError(.truncated, format: Self.format, "\(data.count) bytes follow where \(end) should")
        }
        guard end == data.count else {
            throw FormatError(.malformed, format: Self.format, "\(data.count - end) bytes belong to no tensor")
        }
    }

    /// The tensor named `name`, uncopied.
    ///
    /// - Throws: ``FormatError``: `notFound`.
    public func array(named name: String) throws -> StoredArray {
        guard let entry = entries[name] else {
            throw FormatError(.notFound, format: Self.format, "there is no tensor named '\(name)'", path: path)
        }
        return StoredArray(dtype: entry.dtype, shape: entry.shape, bytes: data[entry.range])
    }

    /// Writes tensors to the file at `path`, and puts it in the place of one that stood there.
    ///
    /// Those with the largest elements come first, so that every tensor is aligned; of one type, those whose names
    /// sort first. It is the order of the reference library.
    /// - Throws: ``FileError``, or ``FormatError``: `unsupported` for element types that the format does not have.
    public static func write(
        _ arrays: [String: StoredArray], metadata: [String: String] = [:], to path: String,
        fileSystem: some FileSystem = .posix, isDurable: Bool = true
    ) throws {
        let header = try header(arrays, metadata)
        try AtomicFile.write(to: path, fileSystem: fileSystem, isDurable: isDurable) { file in
            try file.write(header)
            for (_, array) in sorted(arrays) { try array.bytes.withUnsafeBytes { try file.write($0) } }
        }
    }

    private static func header(_ arrays: [String: StoredArray], _ metadata: [String: String]) throws -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(JSON.quoted($0.key)):\(JSON.quoted($0.value))" }
            members.append("\"\(metadataName)\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for (name, array) in sorted(arrays) {
            guard let dtype = dtypes.first(where: { $0.dtype == array.dtype })?.name, name != metadataName else {
                throw FormatError(
                    .unsupported, format: format, "the format has no tensors of \(array.dtype) named '\(name)'")
            }
            let shape = array.shape.map(String.init).joined(separator: ",")
            let end = offset + array.bytes.count
            members.append(
                "\(JSON.quoted(name)):{\"dtype\":\"\(dtype)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
            )
            offset = end
        }
        var text = Array("{\(members.joined(separator: ","))}".utf8)
        text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
    }

    private static func sorted(_ arrays: [String: StoredArray]) -> [(key: String, value: StoredArray)] {
        func rank(_ array: StoredArray) -> Int { dtypes.firstIndex { $0.dtype == array.dtype } ?? -1 }
        return arrays.sorted {
            let (left, right) = (rank($0.value), rank($1.value))
            return left == right ? $0.key < $1.key : left > right
        }
    }

    private static func precedes(_ left: (key: String, value: Entry), _ right: (key: String, value: Entry)) -> Bool {
        let (first, second) = (left.value.range, right.value.range)
        return (first.lowerBound, first.upperBound, left.key) < (second.lowerBound, second.upperBound, right.key)
    }

    private static func readMetadata(_ value: JSON) throws -> [String: String] {
        guard case .object(let members) = value else { throw fault(metadataName) }
        var metadata: [String: String] = [:]
        for member in members {
            let (name, value) = (member.name, member.value)
            guard case .string(let text) = value else { throw fault(metadataName) }
            metadata[name] = text
        }
        return metadata
    }

    private static func readEntry(_ name: String, _ value: JSON) throws -> Entry {
        guard case .object(let members) = value, members.count == 3 else { throw fault(name) }
        let fields = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
        guard case .string(let dtypeName) = fields["dtype"], case .array(let dimensions) = fields["shape"],
            case .array(let offsets) = fields["data_offsets"], offsets.count == 2,
            let begin = offsets[0].size, let end = offsets[1].size, begin <= end
        else { throw fault(name) }
        guard let dtype = dtypes.first(where: { $0.name == dtypeName })?.dtype else {
            throw FormatError(.unsupported, format: format, "the tensor '\(name)' has elements of type \(dtypeName)")
        }
        let shape = dimensions.compactMap(\.size)
        guard shape.count == dimensions.count, checkedProduct(shape, times: dtype.size ?? 0) == end - begin else {
            throw fault(name)
        }
        return Entry(dtype: dtype, shape: shape, range: begin..<end)
    }

    private static func fault(_ name: String) -> FormatError {
        FormatError(.malformed, format: format, "what the header says of '\(name)' makes no sense")
    }

    private static let format = "safetensors"
    private static let metadataName = "__metadata__"
    /// The element types by ascending size, in the order by which the reference library sorts them.
    private static let dtypes: [(name: String, dtype: DataType)] = [
        ("BOOL", .bool), ("U8", .uint8), ("I8", .int8), ("I16", .int16), ("U16", .uint16), ("F16", .float16),
        ("BF16", .bfloat16), ("I32", .int32), ("U32", .uint32), ("F32", .float32), ("F64", .float64), ("I64", .int64),
        ("U64", .uint64),
    ]
}
