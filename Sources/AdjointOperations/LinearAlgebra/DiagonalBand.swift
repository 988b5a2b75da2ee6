import AdjointCore

/// Where the elements of packed diagonals lie in their matrix. TF: the V3 diagonal ops.
///
/// Diagonal d holds the elements (i, i + d). Several diagonals are packed as rows, the uppermost first, each aligned left
/// or right within the length of the longest.
struct DiagonalBand {
    /// The lowest and the highest diagonal.
    let lower: Int
    let upper: Int
    let rows: Int
    let columns: Int
    let alignment: DiagonalAlignment

    /// - Throws: ``OperationError`` if a diagonal lies outside the matrix.
    init(
        diagonals: [Int], rows: Int, columns: Int, alignment: DiagonalAlignment
    ) throws(OperationError) {
        guard let lower = diagonals.first, let upper = diagonals.last, diagonals.count <= 2, lower <= upper else {
            throw OperationError("k must be one diagonal or the lowest and the highest, not \(diagonals)")
        }
        guard lower > -max(rows, 1), upper < max(columns, 1) else {
            throw OperationError("diagonals \(lower)...\(upper) do not lie within \(rows) × \(columns) matrices")
        }
        (self.lower, self.upper, self.rows, self.columns, self.alignment) = (lower, upper, rows, columns, alignment)
    }

    /// The number of diagonals.
    var count: Int { upper - lower + 1 }

    /// The length of the longest.
    var length: Int { min(rows + min(upper, 0), columns - max(lower, 0)) }

    /// The dimensions of the packed diagonals of one matrix; a single diagonal is a vector.
    var dimensions: [Int] { count == 1 ? [length] : [count, length] }

    /// For each element of the diagonals its place in the matrix and in the packed form.
    var places: [(matrix: Int, packed: Int)] {
        var result: [(matrix: Int, packed: Int)] = []
        for diagonal in lower...upper {
            let extent = min(rows + min(diagonal, 0), columns - max(diagonal, 0))
            let isLeft =
                (diagonal >= 0 && alignment.isUpperLeft) || (diagonal <= 0 && alignment.isLowerLeft)
            let start = (upper - diagonal) * length + (isLeft ? 0 : length - extent)
            for index in 0..<max(extent, 0) {
                let (row, column) = (index + max(-diagonal, 0), index + max(diagonal, 0))
                result.append((row * columns + column, start + index))
            }
        }
        return result
    }
}

/// How diagonals shorter than the longest are aligned. TF: `align`; the upper diagonals' side first.
public enum DiagonalAlignment: String, Sendable, Hashable {
    case rightLeft = "RIGHT_LEFT"
    case leftRight = "LEFT_RIGHT"
    case leftLeft = "LEFT_LEFT"
    case rightRight = "RIGHT_RIGHT"

    var isUpperLeft: Bool { self == .leftLeft || self == .leftRight }
    var isLowerLeft: Bool { self == .leftLeft || self == .rightLeft }
}

extension AttributeKey {
    /// The attribute `align` of the diagonal ops.
    static func alignment(_ path: Path<DiagonalAlignment>) -> Self {
        AttributeKey("align") { value, definition in
            guard case .string(let text) = value, let alignment = DiagonalAlignment(rawValue: text.description) else {
                return false
            }
            definition[keyPath: path] = alignment
            return true
        } encode: {
            .string($0[keyPath: path].rawValue)
        }
    }
}

extension Kernel {
    /// Fills output 0, then copies the elements of diagonals between input `source` and it.
    ///
    /// - Parameters:
    ///   - isPacking: Whether matrices are read and packed diagonals written, or the other way round.
    ///   - filling: The input to fill with: one element, or (`isWhole`) a tensor of the output's shape.
    static func copyingDiagonals(
        _ context: borrowing BindingContext, band: DiagonalBand, source: Int, isPacking: Bool, filling: Int,
        isWhole: Bool = false
    ) -> Kernel {
        let output = context.outputs[0]
        let fill = ViewCopy(
            output.dtype, extents: [output.count], sourceStrides: [isWhole ? 1 : 0], targetStrides: [1])
        let places = band.places
        let (matrix, packed) = (band.rows * band.columns, band.count * band.length)
        let batch = output.count / max(1, isPacking ? packed : matrix)
        let width = output.dtype.byteCount
        return Kernel { arguments in
            fill.run(from: arguments.rawInput(filling), to: arguments.rawOutput(0), workers: arguments.workers)
            let (from, to) = (arguments.rawInput(source), arguments.rawOutput(0))
            for index in 0..<batch {
                for place in places {
                    let (a, b) = (index * matrix + place.matrix, index * packed + place.packed)
                    ElementCopy.copy(
                        output.dtype, from: from + (isPacking ? a : b) * width, to: to + (isPacking ? b : a) * width,
                        count: 1)
                }
            }
        }
    }
}

/// An op on some of the diagonals of matrices.
protocol DiagonalBandOperation: OperationDefinition {
    /// How shorter diagonals are aligned.
    var alignment: DiagonalAlignment { get }
}
