import AdjointKernels

/// What a checkpoint says of one tensor.
public struct CheckpointTensor: Hashable, Sendable {
    /// The tensor's name.
    public let name: String
    /// The element type.
    public let dtype: DataType
    /// The whole shape.
    public let shape: [Int]

    /// The number of elements, which fits an `Int`.
    public var elementCount: Int { shape.reduce(1, *) }

    /// The size of the elements in bytes; nil for strings.
    public var byteCount: Int? { dtype.size.map { $0 * elementCount } }

    /// Checks what a file says.
    ///
    /// - Throws: `FormatError`: `malformed` where the shape is not wholly known, or too large for any memory.
    init(name: String, dtype: DataType, shape: TensorShapeProto?) throws {
        let shape = shape ?? TensorShapeProto()
        guard let sizes = shape.knownSizes, checkedProduct(sizes, times: dtype.size ?? 1) != nil else {
            throw FormatError(.malformed, format: "checkpoint", "the tensor '\(name)' has no valid shape")
        }
        self.init(name: name, dtype: dtype, shape: sizes)
    }

    /// A tensor whose shape has been checked.
    init(name: String, dtype: DataType, shape: [Int]) {
        (self.name, self.dtype, self.shape) = (name, dtype, shape)
    }
}

/// Reads the tensors of a checkpoint, of whichever format.
public protocol CheckpointReader: Sendable {
    /// The tensors in ascending order of their names.
    var tensors: [CheckpointTensor] { get }

    /// The tensor named `name`; nil where there is none. O(log n).
    func tensor(named name: String) -> CheckpointTensor?

    /// The elements of a tensor of numbers in row-major order, lowest byte first.
    ///
    /// - Throws: ``FileError``, or ``FormatError``: `notFound`, `checksumMismatch`, `truncated`, `malformed`, or
    ///   `unsupported` for a tensor of strings.
    func bytes(of name: String) throws -> Bytes

    /// The elements of a part of a tensor of numbers.
    ///
    /// - Throws: as ``bytes(of:)``, and `malformed` where the tensor has another shape than the part is of.
    func bytes(of name: String, part: TensorPart) throws -> Bytes

    /// The elements of a tensor of strings in row-major order.
    ///
    /// - Throws: as ``bytes(of:)``, but `unsupported` for a tensor of numbers.
    func strings(of name: String) throws -> [Bytes]
}

extension CheckpointReader {
    public func tensor(named name: String) -> CheckpointTensor? {
        var range = tensors.startIndex..<tensors.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if tensors[middle].name == name { return tensors[middle] }
            range = tensors[middle].name < name ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// Reads every tensor, which verifies all checksums.
    ///
    /// - Throws: as ``bytes(of:)``.
    public func verify() throws {
        for tensor in tensors {
            if tensor.dtype == .string { _ = try strings(of: tensor.name) } else { _ = try bytes(of: tensor.name) }
        }
    }

    /// The tensor named `name`.
    ///
    /// - Throws: ``FormatError``: `notFound`.
    func requireTensor(_ name: String) throws -> CheckpointTensor {
        guard let tensor = tensor(named: name) else {
            throw FormatError(.notFound, format: "checkpoint", "it holds no tensor named '\(name)'")
        }
        return tensor
    }
}

/// Opens checkpoints.
public enum Checkpoint {
    /// Opens the checkpoint with this prefix: `PREFIX.index` with its data files, or, in the first format, the single
    /// file `PREFIX` or the files that a pattern such as `PREFIX-?????-of-00002` stands for. A path that ends in `.npz` or
    /// `.safetensors` is one of a file of named arrays.
    ///
    /// - Throws: ``FileError`` where neither is there; ``FormatError`` where it is damaged.
    public static func open(_ prefix: String, fileSystem: some FileSystem = .posix) throws -> any CheckpointReader {
        if LegacyCheckpointReader.isPattern(prefix) {
            return try LegacyCheckpointReader(path: prefix, fileSystem: fileSystem)
        }
        if try fileSystem.kind(of: "\(prefix).index") == nil, try fileSystem.kind(of: prefix) == .file {
            if ArrayFileReader.reads(prefix) { return try ArrayFileReader(path: prefix, fileSystem: fileSystem) }
            return try LegacyCheckpointReader(path: prefix, fileSystem: fileSystem)
        }
        return try TensorBundleReader(prefix: prefix, fileSystem: fileSystem)
    }
}
