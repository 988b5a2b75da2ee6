import Adjoint

/// Named arrays in a file, of whichever format.
enum WeightFile {
    case checkpoint(any CheckpointReader)
    case npz(NPZ)
    case safeTensors(SafeTensors)

    /// Opens a checkpoint's prefix, an `.npz` or a `.safetensors` file.
    ///
    /// - Throws: `FileError`, `FormatError`, ``CommandFailure``.
    init(path: String) throws {
        switch Format(path: path) {
        case .checkpoint: self = .checkpoint(try Checkpoint.open(NamedFile.checkpoint(path)))
        case .npz: self = .npz(try NPZ(contentsOf: path))
        case .safeTensors: self = .safeTensors(try SafeTensors(contentsOf: path))
        }
    }

    /// The formats, told apart by how the path ends.
    enum Format {
        case checkpoint
        case npz
        case safeTensors

        init(path: String) {
            self = path.hasSuffix(".npz") ? .npz : path.hasSuffix(".safetensors") ? .safeTensors : .checkpoint
        }
    }

    /// The names of the arrays.
    var names: [String] {
        switch self {
        case .checkpoint(let checkpoint): checkpoint.tensors.map(\.name)
        case .npz(let file): file.names
        case .safeTensors(let file): file.names
        }
    }

    /// An array.
    ///
    /// - Throws: `FileError`, `FormatError`.
    func array(named name: String) throws -> StoredArray {
        switch self {
        case .checkpoint(let checkpoint):
            guard let tensor = checkpoint.tensor(named: name) else {
                throw FormatError(.notFound, format: "checkpoint", "it holds no tensor named '\(name)'")
            }
            return try checkpoint.array(tensor)
        case .npz(let file): return try file.array(named: name)
        case .safeTensors(let file): return try file.array(named: name)
        }
    }

    /// Writes arrays to a file of the format that the path's ending names.
    ///
    /// - Throws: `FileError`, `FormatError`.
    static func write(_ arrays: [(name: String, array: StoredArray)], to path: String) throws {
        switch Format(path: path) {
        case .npz: try NPZ.write(arrays, to: path)
        case .safeTensors:
            try SafeTensors.write(Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, $0.array) }), to: path)
        case .checkpoint:
            var writer = try TensorBundleWriter(prefix: path)
            for (name, array) in arrays {
                if array.dtype == .string {
                    try writer.add(name, shape: array.shape, strings: array.strings)
                } else {
                    try array.bytes.withUnsafeBytes { bytes in
                        try writer.add(name, dtype: array.dtype, shape: array.shape, bytes: bytes)
                    }
                }
            }
            try writer.finish()
        }
    }

    /// An array's element type and shape, as in `float32 [784, 300]`.
    func description(of name: String) throws -> String { Self.description(of: try array(named: name)) }

    /// An array's element type and shape.
    static func description(of array: StoredArray) -> String { "\(array.dtype.spelling) \(array.shape)" }
}
