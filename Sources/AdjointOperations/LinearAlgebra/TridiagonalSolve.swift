public import AdjointCore

/// The solution X of T·X = B for each tridiagonal matrix T. TF: `TridiagonalSolve`.
///
/// diagonals: `[…, 3, n]`, the one above the main one (whose last element is not read), the main one, and the one below
/// (whose first element is not read); rhs: `[…, n, k]`; float32 or float64. A singular matrix is an error of the run, and
/// without partial pivoting any that has a zero for a pivot. `perturb_singular` is not available.
public struct TridiagonalSolve: OperationDefinition {
    public static let type = "TridiagonalSolve"
    public static let signature = OperationSignature.binary("diagonals", "rhs", "output", in: .real)
    public static let attributes: [AttributeKey<TridiagonalSolve>] = [
        .bool("partial_pivoting", \.exchangesRows), .bool("perturb_singular", \.perturbsPivots),
    ]

    /// Whether rows are exchanged so that pivots are large.
    public var exchangesRows = true
    /// Whether pivots of zero are replaced; not available.
    public var perturbsPivots = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let diagonals = context.shape(0).partialDimensions, let right = context.shape(1).partialDimensions else {
            return [context.shape(1)]
        }
        guard diagonals.count >= 2, right.count == diagonals.count, diagonals[diagonals.count - 2] ?? 3 == 3,
            Shape(diagonals.dropLast(2) + [diagonals[diagonals.count - 1]]).isCompatible(with: Shape(right.dropLast()))
        else { throw OperationError("three diagonals \(context.shape(0)) and \(context.shape(1)) do not fit") }
        return [context.shape(1)]
    }

    // dB solves with the transpose; dT = -dB·Xᵀ on the diagonals. TF: `_TridiagonalSolveGrad`.
    public static let gradient = GradientRule<TridiagonalSolve>.differentiable { definition, context in
        let (diagonals, x) = (context.inputs[0].matrixTransposed(), context.outputs[0])
        func diagonal(_ index: Int) -> Tensor { diagonals[.ellipsis, index..<index + 1] }
        // Rows moved by one, zeros in the row that gets free.
        func movedUp(_ rows: Tensor) -> Tensor {
            concatenate([rows[.ellipsis, 1..., .all], rows[.ellipsis, ..<1, .all].zerosLike()], axis: -2)
        }
        func movedDown(_ rows: Tensor) -> Tensor {
            concatenate([rows[.ellipsis, ..<1, .all].zerosLike(), rows[.ellipsis, ..<(-1), .all]], axis: -2)
        }
        let transposed = concatenate([movedUp(diagonal(2)), diagonal(1), movedDown(diagonal(0))], axis: -1)
        let right = context.graph.addTensor(
            definition, inputs: [transposed.matrixTransposed(), context.outputGradient()])
        let products = [movedUp(x), x, movedDown(x)].map { (right * $0).sum(axes: [-1], keepingDimensions: true) }
        return [-concatenate(products, axis: -1).matrixTransposed(), right]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (diagonals, dimensions) = (context.inputs[0].dimensions, context.inputs[1].dimensions)
        let (n, columns) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
        guard !perturbsPivots else { throw OperationError("perturb_singular is not available") }
        guard diagonals == dimensions.dropLast(2) + [3, n] else {
            throw OperationError("three diagonals \(Shape(diagonals)) and \(Shape(dimensions)) do not fit")
        }
        let exchangesRows = exchangesRows
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [3 * n, n * columns],
            outputSizes: [n * columns]
        ) { inputs, outputs in
            let (upper, main, lower, x) = (inputs[0], inputs[0] + n, inputs[0] + 2 * n, outputs[0])
            x.update(from: inputs[1], count: n * columns)
            // Exchanging rows fills a second diagonal above.
            var second = [Double](repeating: 0, count: n)
            for row in 0..<n {
                if row + 1 < n, exchangesRows, abs(lower[row + 1]) > abs(main[row]) {
                    (main[row], lower[row + 1]) = (lower[row + 1], main[row])
                    (upper[row], main[row + 1]) = (main[row + 1], upper[row])
                    if row + 2 < n { (second[row], upper[row + 1]) = (upper[row + 1], 0) }
                    for column in 0..<columns {
                        swap(&x[row * columns + column], &x[(row + 1) * columns + column])
                    }
                }
                guard main[row] != 0 else { throw OperationError("a matrix has no pivot in row \(row)") }
                guard row + 1 < n else { continue }
                let factor = lower[row + 1] / main[row]
                main[row + 1] -= factor * upper[row]
                if row + 2 < n { upper[row + 1] -= factor * second[row] }
                for column in 0..<columns { x[(row + 1) * columns + column] -= factor * x[row * columns + column] }
            }
            for row in (0..<n).reversed() {
                for column in 0..<columns {
                    var sum = x[row * columns + column]
                    if row + 1 < n { sum -= upper[row] * x[(row + 1) * columns + column] }
                    if row + 2 < n { sum -= second[row] * x[(row + 2) * columns + column] }
                    x[row * columns + column] = sum / main[row]
                }
            }
        }
    }
}
