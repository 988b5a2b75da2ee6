import AdjointCore

/// A tensor whose last dimension holds sets: for each place in the others the elements, ascending, each once.
struct SetRows<Element: Comparable> {
    var rows: [Int: [Element]] = [:]
    /// The extents of all dimensions but the last.
    var outer: [Int]

    /// The rows of a dense tensor.
    init(_ elements: UnsafePointer<Element>, dimensions: [Int]) {
        outer = Array(dimensions.dropLast())
        let width = dimensions.last ?? 0
        for row in 0..<outer.reduce(1, *) {
            rows[row] = Self.distinct((0..<width).map { elements[row * width + $0] })
        }
    }

    /// The rows of a sparse tensor.
    ///
    /// - Throws: ``OperationError`` if its shape has no last dimension, an index is out of range or, where it is asked for,
    ///   out of order.
    init(
        _ elements: UnsafePointer<Element>, _ coordinates: SparseCoordinates, shape: [Int], requiringOrder: Bool
    ) throws {
        _ = try SparseShape.size(shape)
        guard shape.count >= 2 else { throw OperationError("\(shape) is not the shape of sets, which needs rank 2") }
        outer = Array(shape.dropLast())
        let places = RowIndexing(count: coordinates.count, depth: shape.count, extents: shape)
        for element in 0..<coordinates.count {
            let row = (try places.row(coordinates.indices, at: element) ?? 0) / shape[outer.count]
            guard !requiringOrder || element == 0 || coordinates.order(element - 1, coordinates, element) < 0 else {
                throw OperationError("element \(element) is out of order, or repeated")
            }
            rows[row, default: []].append(elements[element])
        }
        for (row, elements) in rows { rows[row] = Self.distinct(elements) }
    }

    private static func distinct(_ elements: [Element]) -> [Element] {
        var result: [Element] = []
        for element in elements.sorted() where result.last != element { result.append(element) }
        return result
    }
}

extension DTypeSet {
    /// What sets are made of.
    static let setElements = DTypeSet(.int8, .int16, .int32, .int64, .uint8, .uint16, .string)
}

extension DType {
    /// The Swift type of what sets are made of.
    ///
    /// - Throws: ``OperationError`` for other types.
    func requireSetElement() throws -> any (Comparable & Sendable).Type {
        self == .string ? TensorString.self : try requireNumeric()
    }
}
