import Adjoint

/// Prints values.
enum FetchedValue {
    /// The first elements, in row-major order.
    static func preview(_ array: NDArray) -> String {
        let limit = 8
        let elements = elements(array, limit: limit)
        if array.dimensions.isEmpty { return elements.first ?? "" }
        return "[" + elements.joined(separator: ", ") + (array.count > limit ? ", …" : "") + "]"
    }

    private static func elements(_ array: NDArray, limit: Int) -> [String] {
        func words<Element: TensorScalar>(_: Element.Type) -> [String] {
            array.withUnsafeBytes { $0.bindMemory(to: Element.self).prefix(limit).map { "\($0)" } }
        }
        switch array.dtype {
        case .string: return array.strings.prefix(limit).map { JSONValue.string($0.description).text }
        case .float32: return words(Float.self)
        case .float64: return words(Double.self)
        case .bool: return words(Bool.self)
        default:
            return array.doubles.map { $0.prefix(limit).map { array.dtype.isInteger ? "\(Int($0))" : "\($0)" } } ?? []
        }
    }

    /// Element type, shape and all elements in row-major order.
    static func json(_ array: NDArray) -> JSONValue {
        let elements: [JSONValue]
        if array.dtype == .string {
            elements = array.strings.map { .string($0.description) }
        } else if array.dtype == .bool {
            elements = (array.doubles ?? []).map { .bool($0 != 0) }
        } else if let integers = array.integers {
            elements = integers.map(JSONValue.int)
        } else {
            elements = (array.doubles ?? []).map(JSONValue.double)
        }
        return .object([
            ("dtype", .string(array.dtype.name)), ("shape", .array(array.dimensions.map(JSONValue.int))),
            ("values", .array(elements)),
        ])
    }
}
