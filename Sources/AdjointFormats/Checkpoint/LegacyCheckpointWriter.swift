/// Writes a checkpoint of TensorFlow's first format: one sorted table that holds the tensors themselves.
///
/// All of it is kept in memory until ``finish()``, which puts the file in the place of an older one in one step.
public struct LegacyCheckpointWriter {
    private let path: String
    private let fileSystem: any FileSystem
    private let isDurable: Bool
    private var tensors: [SavedTensorSlices.Tensor] = []
    private var positions: [String: Int] = [:]
    private var entries: [(key: [UInt8], value: [UInt8])] = []

    /// Begins a checkpoint that will be the file `path`.
    public init(path: String, fileSystem: some FileSystem = .posix, isDurable: Bool = true) {
        (self.path, self.fileSystem, self.isDurable) = (path, fileSystem, isDurable)
    }

    /// Adds a tensor, or a part of one. The parts of one tensor may come in any order. O(size).
    ///
    /// - Throws: ``FormatError``: `malformed` where a part contradicts an earlier one, `unsupported` for element types that
    ///   the format does not have and for tensors of 2 GB or more.
    public mutating func add(_ name: String, _ array: StoredArray, part: TensorPart? = nil) throws {
        let slice = part?.slice ?? TensorSliceProto.whole(rank: array.shape.count)
        let shape = TensorShapeProto(part?.wholeShape ?? array.shape)
        if let position = positions[name] {
            guard tensors[position].shape == shape, tensors[position].type == array.dtype,
                !tensors[position].slices.contains(slice)
            else {
                throw FormatError(
                    .malformed, format: "checkpoint", "the parts of the tensor '\(name)' contradict each other")
            }
            tensors[position].slices.append(slice)
        } else {
            var tensor = SavedTensorSlices.Tensor()
            (tensor.name, tensor.shape, tensor.type, tensor.slices) = (name, shape, array.dtype, [slice])
            positions[name] = tensors.count
            tensors.append(tensor)
        }
        guard array.bytes.count < 1 << 31 else {
            throw FormatError(.unsupported, format: "checkpoint", "'\(name)' is too large for the first format")
        }
        var data = SavedTensorSlices.Slice()
        (data.name, data.slice, data.data) = (name, slice, try TensorProto(listing: array, name: name))
        var entry = SavedTensorSlices()
        entry.data = data
        entries.append((OrderedCode.key(name: name, slice: slice), entry.serialized()))
    }

    /// Puts the file into place.
    ///
    /// - Throws: ``FileError``; then what stood there before still does.
    public consuming func finish() throws {
        var table = TableWriter()
        var list = SavedTensorSlices()
        list.meta = SavedTensorSlices.Meta()
        list.meta?.tensors = tensors
        list.meta?.versions = VersionDef(producer: 1)
        table.add([], list.serialized())
        for entry in entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            table.add(entry.key, entry.value)
        }
        try AtomicFile.write(table.finish(), to: path, fileSystem: fileSystem, isDurable: isDurable)
    }
}

extension TensorSliceProto {
    /// All of a tensor.
    fileprivate static func whole(rank: Int) -> TensorSliceProto {
        var slice = TensorSliceProto()
        slice.extents = [Extent](repeating: Extent(), count: rank)
        return slice
    }
}

extension TensorProto {
    /// The elements of an array in the list for their type, and nothing else.
    fileprivate init(listing array: StoredArray, name: String) throws {
        self.init()
        func elements<Element>(_: Element.Type) -> [Element] {
            array.bytes.withUnsafeBytes { bytes in
                (0..<bytes.count / MemoryLayout<Element>.size).map {
                    bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Element>.size, as: Element.self)
                }
            }
        }
        switch array.dtype {
        case .float32: floatValues = elements(Float.self)
        case .float64: doubleValues = elements(Double.self)
        case .int32: intValues = elements(Int32.self)
        case .int16: intValues = elements(Int16.self).map(Int32.init)
        case .int8: intValues = elements(Int8.self).map(Int32.init)
        case .uint16: intValues = elements(UInt16.self).map(Int32.init)
        case .uint8: intValues = elements(UInt8.self).map(Int32.init)
        case .int64: int64Values = elements(Int64.self)
        case .bool: boolValues = elements(UInt8.self).map { $0 != 0 }
        case .float16: halfValues = elements(UInt16.self).map(Int32.init)
        case .string: stringValues = array.strings
        default:
            throw FormatError(
                .unsupported, format: "checkpoint", "'\(name)' is of type \(array.dtype), which the first format lacks")
        }
    }
}
