public import AdjointCore
public import AdjointFormats

extension CheckpointReader {
    /// A tensor of a checkpoint, or a part of one, as an array of its own memory. O(size).
    ///
    /// - Throws: `FileError`; `FormatError` for damage, for a name the file does not hold, and for a type without host
    ///   values.
    public func array(of name: String, part: TensorPart? = nil) throws -> NDArray {
        guard let tensor = tensor(named: name) else {
            throw FormatError(.notFound, format: "checkpoint", "it holds no tensor named '\(name)'")
        }
        guard let dtype = DType(rawValue: tensor.dtype.rawValue), dtype.isComputable, dtype != .resource else {
            throw FormatError(
                .unsupported, format: "checkpoint", "the tensor '\(name)' is of type \(tensor.dtype)")
        }
        if dtype == .string {
            guard part == nil else {
                throw FormatError(.unsupported, format: "checkpoint", "'\(name)' is of strings, which have no parts")
            }
            let strings = try strings(of: name)
            return NDArray(strings: strings.map { TensorString(bytes: Array($0)) }, dimensions: tensor.shape)
        }
        let bytes = try part.map { try self.bytes(of: name, part: $0) } ?? self.bytes(of: name)
        return NDArray(dtype: dtype, dimensions: part?.shape ?? tensor.shape) { target in
            bytes.withUnsafeBytes { target.copyMemory(from: $0) }
            if dtype == .bool { for index in target.indices where target[index] > 1 { target[index] = 1 } }
        }
    }
}

extension TensorBundleWriter {
    /// Adds an array, or the part of a tensor that it is. O(size).
    ///
    /// - Precondition: the name is new and not empty; the array has the part's shape; it holds no handles.
    /// - Throws: `FileError`; `FormatError` where parts of one tensor contradict each other.
    public mutating func add(_ name: String, _ array: NDArray, part: TensorPart? = nil) throws {
        let dtype = DataType(rawValue: array.dtype.rawValue)
        if array.dtype == .string {
            try add(name, shape: array.dimensions, strings: array.strings.map { Bytes($0.bytes) })
        } else if let part {
            try array.withUnsafeBytes { try add(name, dtype: dtype, part: part, bytes: $0) }
        } else {
            try array.withUnsafeBytes { try add(name, dtype: dtype, shape: array.dimensions, bytes: $0) }
        }
    }
}
