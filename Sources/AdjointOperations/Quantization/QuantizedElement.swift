import AdjointCore

extension DType {
    /// The Swift type that elements of a quantized type are stored as.
    ///
    /// - Throws: ``OperationError`` for other types.
    func requireQuantized() throws -> any (FixedWidthInteger & Sendable).Type {
        switch self {
        case .qint8: return Int8.self
        case .quint8: return UInt8.self
        case .qint16: return Int16.self
        case .quint16: return UInt16.self
        case .qint32: return Int32.self
        default: throw OperationError.noKernel(for: self)
        }
    }
}

/// How quantized integers stand for numbers. TF: the attribute `mode`.
public enum QuantizationMode: String, Sendable, Hashable {
    /// The integers' range is the numbers', moved by half of itself where they are signed.
    case combined = "MIN_COMBINED"
    /// The least integer is the least number, rounded so that zero is one of the numbers.
    case first = "MIN_FIRST"
    /// Zero is zero; the numbers are multiples of a scale.
    case scaled = "SCALED"
}

extension AttributeKey {
    /// The attribute `mode`.
    static func quantizationMode(_ path: Path<QuantizationMode>) -> Self {
        Self("mode") { value, definition in
            guard case .string(let text) = value, let mode = QuantizationMode(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = mode
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}

/// The slices of a tensor along an axis, each with a range of its own.
struct QuantizedSlices: Sendable {
    private let outer: Int
    /// How many there are.
    let count: Int
    private let inner: Int

    /// - Parameter axis: The axis; -1 for a single slice.
    init(_ dimensions: [Int], axis: Int) {
        count = axis < 0 ? 1 : dimensions[axis]
        outer = axis < 0 ? 1 : dimensions[..<axis].reduce(1, *)
        inner = dimensions[(axis + 1)...].reduce(1, *)
    }

    /// Calls `body` with every element of a slice.
    func forEach(_ slice: Int, _ body: (Int) -> Void) {
        for block in 0..<outer {
            let start = (block * count + slice) * inner
            for index in start..<(start + inner) { body(index) }
        }
    }
}

extension ShapeContext {
    /// Checks an axis and the ranges of the slices along it, inputs 1 and 2.
    ///
    /// - Returns: The shape of the ranges.
    func requireRanges(axis: Int) throws -> Shape {
        guard axis >= -1, axis < shape(0).rank ?? .max else {
            throw OperationError("axis \(axis) is out of range for a tensor of shape \(shape(0))")
        }
        let range: Shape = axis < 0 ? .scalar : [shape(0).rank == nil ? nil : shape(0)[axis]]
        for (index, role) in [(1, "the lower bound"), (2, "the upper bound")]
        where !shape(index).isCompatible(with: range) {
            throw OperationError("\(role) must be of shape \(range), not \(shape(index))")
        }
        return range
    }
}
