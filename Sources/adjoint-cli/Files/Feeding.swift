import Adjoint

/// The values that the command line feeds, by tensor.
struct Feeding {
    private(set) var feeds: Feeds = [:]

    /// Reads the files and values, and converts each to its tensor's element type.
    ///
    /// - Throws: ``UsageError`` for a name that is not in the graph or fed twice; ``CommandFailure`` for values that
    ///   cannot be converted; what reading the files throws.
    init(files: [String], values: [(name: String, value: String)], in graph: Graph) throws {
        for path in files {
            let file = try NPZ(contentsOf: path)
            for name in file.names {
                let tensor = try Self.tensor(name, in: graph, option: "\(path): member")
                try add(try file.array(named: name), for: tensor, source: "\(path): \(name)")
            }
        }
        for (name, text) in values {
            let tensor = try Self.tensor(name, in: graph, option: "--feed")
            if text.hasSuffix(".npy") {
                do {
                    try add(try NPY.decode(POSIXFileSystem().map(text)), for: tensor, source: text)
                } catch var error as FormatError {
                    error.path = error.path ?? text
                    throw error
                }
            } else {
                guard let scalar = Self.scalar(text, dtype: tensor.dtype) else {
                    throw UsageError("--feed \(name)=\(text): no \(tensor.dtype.name), and no .npy file")
                }
                try set(scalar, for: tensor, source: "--feed \(name)")
            }
        }
    }

    private static func tensor(_ name: String, in graph: Graph, option: String) throws -> Tensor {
        do throws(GraphError) {
            return try graph.tensor(name)
        } catch {
            throw UsageError("\(option) \(name): \(error)")
        }
    }

    private mutating func add(_ stored: StoredArray, for tensor: Tensor, source: String) throws {
        guard let array = NDArray(stored), let converted = array.converted(to: tensor.dtype) else {
            throw CommandFailure(
                .dataError,
                "\(source): '\(tensor.name)' takes \(tensor.dtype.name), and \(stored.dtype.spelling) cannot be converted"
            )
        }
        try set(converted, for: tensor, source: source)
    }

    private mutating func set(_ value: NDArray, for tensor: Tensor, source: String) throws {
        guard feeds[tensor] == nil else { throw UsageError("\(source): '\(tensor.name)' is fed twice") }
        guard tensor.shape.isCompatible(with: value.shape) else {
            throw CommandFailure(
                .dataError, "\(source): '\(tensor.name)' takes \(tensor.shape), but the value is \(value.shape)")
        }
        feeds[tensor] = value
    }

    /// A scalar of an element type as the command line writes it; `nil` if the text is none.
    private static func scalar(_ text: String, dtype: DType) -> NDArray? {
        switch dtype {
        case .string: return NDArray(strings: [TensorString(text)], dimensions: [])
        case .bool:
            switch text.lowercased() {
            case "true": return NDArray(true)
            case "false": return NDArray(false)
            default: return Double(text).map { NDArray($0 != 0) }
            }
        case _ where dtype.isInteger:
            if let integer = Int64(text) { return NDArray(integer, dtype: dtype) }
            return Double(text).flatMap { Int64(exactly: $0) }.map { NDArray($0, dtype: dtype) }
        case _ where DTypeSet.floatingPoint.contains(dtype): return Double(text).map { NDArray($0, dtype: dtype) }
        default: return nil
        }
    }
}
