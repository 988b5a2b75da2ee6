public import AdjointCore

/// Matrices factored into orthonormal columns and an upper triangle: A = Q·R. TF: `Qr`.
///
/// By Householder reflections, in double precision. As with LAPACK and Eigen, each diagonal element of R has the sign
/// opposite to that of the column's leading element when its turn comes.
public struct Qr: OperationDefinition {
    public static let type = "Qr"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .real)], outputs: [.tensor("q"), .tensor("r")])
    public static let attributes: [AttributeKey<Qr>] = [.bool("full_matrices", \.isFull)]

    /// Whether Q is square: `[m, m]` and R `[m, n]` rather than `[m, k]` and `[k, n]` with k = min(m, n).
    public var isFull = false

    public init() {}

    /// The op for full or reduced factors.
    public init(full: Bool) { isFull = full }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown, .unknown] }
        guard sizes.count >= 2 else { throw OperationError("\(context.shape(0)) is not the shape of matrices") }
        let (rows, columns) = (sizes[sizes.count - 2], sizes[sizes.count - 1])
        let inner = isFull ? rows : rows.flatMap { rows in columns.map { min(rows, $0) } }
        return [Shape(sizes.dropLast(2) + [rows, inner]), Shape(sizes.dropLast(2) + [inner, columns])]
    }

    // Wide matrices are taken apart as A = [X Y], R = [U V], where X = Q·U is square. Source: Roberts and Roberts 2020, QR
    // and LQ decomposition matrix backpropagation algorithms. TF: `_QrGrad`.
    public static let gradient = GradientRule<Qr>.differentiable { _, context in
        let (q, r) = (context.outputs[0], context.outputs[1])
        let (ofQ, ofR) = (context.outputGradient(0), context.outputGradient(1))
        guard let (rows, inner) = q.matrixExtents, let columns = r.matrixExtents?.columns else {
            return context.unavailableGradients("the extents of the matrices must be known")
        }
        guard inner == min(rows, columns) else {
            return context.unavailableGradients("full factors of tall matrices have no gradient")
        }
        guard rows < columns else { return [gradientOfTall(q, r, ofQ, ofR)] }
        let (y, u) = (context.inputs[0][.ellipsis, rows...], r[.ellipsis, ..<rows])
        let (ofU, ofV) = (ofR[.ellipsis, ..<rows], ofR[.ellipsis, rows...])
        let ofX = gradientOfTall(q, u, ofQ + matmul(y, ofV, transposingRight: true), ofU)
        return [concatenate([ofX, matmul(q, ofV)], axis: -1)]
    }

    /// Q·(dR + tril(Qᵀ·dQ - dQᵀ·Q + R·dRᵀ - dR·Rᵀ)·R⁻ᵀ) + (dQ - Q·Qᵀ·dQ)·R⁻ᵀ, for matrices that are not wide.
    private static func gradientOfTall(_ q: Tensor, _ r: Tensor, _ ofQ: Tensor, _ ofR: Tensor) -> Tensor {
        func dividing(_ x: Tensor) -> Tensor {
            let solver = MatrixTriangularSolve(isLower: false, adjoint: false)
            return q.graph.addTensor(solver, inputs: [r, x.matrixTransposed()]).matrixTransposed()
        }
        let product = matmul(q, ofQ, transposingLeft: true)
        let other = matmul(r, ofR, transposingRight: true)
        let whole = (product - product.matrixTransposed()) + (other - other.matrixTransposed())
        let triangle = whole.matrixBandPart(lower: -1, upper: 0)
        return matmul(q, ofR + dividing(triangle)) + dividing(ofQ - matmul(q, product))
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: kernel(Float.self, context)
        case .float64: kernel(Double.self, context)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }

    private func kernel<Scalar: BinaryFloatingPoint & Sendable>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (rows, columns) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
        let inner = context.outputs[0].dimensions[dimensions.count - 1]
        let batch = dimensions.dropLast(2).reduce(1, *)
        // The matrix, then Q; then one scalar for each reflection.
        let doubles = rows * columns + rows * inner + min(rows, columns)
        return Kernel(scratchByteCount: doubles * MemoryLayout<Double>.stride) { arguments in
            let matrix = arguments.scratch.assumingMemoryBound(to: Double.self)
            let (q, scales) = (matrix + rows * columns, matrix + rows * (columns + inner))
            for index in 0..<batch {
                let source = arguments.input(0, as: Scalar.self) + index * rows * columns
                for element in 0..<rows * columns { matrix[element] = Double(source[element]) }
                Householder.factor(matrix, rows: rows, columns: columns, scales: scales)
                Householder.makeOrthonormal(
                    q, from: matrix, rows: rows, columns: columns, inner: inner, scales: scales)
                let qTarget = arguments.output(0, as: Scalar.self) + index * rows * inner
                let rTarget = arguments.output(1, as: Scalar.self) + index * inner * columns
                for element in 0..<rows * inner { qTarget[element] = Scalar(q[element]) }
                for row in 0..<inner {
                    for column in 0..<columns {
                        rTarget[row * columns + column] = column < row ? 0 : Scalar(matrix[row * columns + column])
                    }
                }
            }
        }
    }
}

/// Householder reflections H = I - τ·v·vᵀ with v₀ = 1 (Golub and Van Loan, Matrix Computations, 5.2).
private enum Householder {
    /// Reduces a row-major matrix to its upper triangle; below it lie the reflections' vectors without their leading 1.
    static func factor(
        _ matrix: UnsafeMutablePointer<Double>, rows: Int, columns: Int, scales: UnsafeMutablePointer<Double>
    ) {
        for pivot in 0..<min(rows, columns) {
            let leading = matrix[pivot * columns + pivot]
            var tail = 0.0
            for row in pivot + 1..<max(rows, pivot + 1) {
                tail += matrix[row * columns + pivot] * matrix[row * columns + pivot]
            }
            guard tail > Double.leastNormalMagnitude else {
                scales[pivot] = 0
                for row in pivot + 1..<max(rows, pivot + 1) { matrix[row * columns + pivot] = 0 }
                continue
            }
            let norm = (leading * leading + tail).squareRoot()
            let diagonal = leading >= 0 ? -norm : norm
            scales[pivot] = (diagonal - leading) / diagonal
            for row in pivot + 1..<rows { matrix[row * columns + pivot] /= leading - diagonal }
            matrix[pivot * columns + pivot] = diagonal
            for column in pivot + 1..<max(columns, pivot + 1) {
                reflect(
                    matrix + column, stride: columns, by: matrix + pivot, vectorStride: columns, from: pivot,
                    rows: rows,
                    scale: scales[pivot])
            }
        }
    }

    /// The first `inner` columns of the product of the reflections.
    static func makeOrthonormal(
        _ q: UnsafeMutablePointer<Double>, from matrix: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
        inner: Int, scales: UnsafeMutablePointer<Double>
    ) {
        for row in 0..<rows {
            for column in 0..<inner { q[row * inner + column] = row == column ? 1 : 0 }
        }
        for pivot in stride(from: min(rows, columns) - 1, through: 0, by: -1) {
            for column in 0..<inner {
                reflect(
                    q + column, stride: inner, by: matrix + pivot, vectorStride: columns, from: pivot, rows: rows,
                    scale: scales[pivot])
            }
        }
    }

    /// x -= τ·v·(vᵀ·x), for a column x from row `first` on.
    private static func reflect(
        _ x: UnsafeMutablePointer<Double>, stride: Int, by vector: UnsafeMutablePointer<Double>, vectorStride: Int,
        from first: Int, rows: Int, scale: Double
    ) {
        guard scale != 0 else { return }
        var dot = x[first * stride]
        for row in first + 1..<max(rows, first + 1) { dot += vector[row * vectorStride] * x[row * stride] }
        dot *= scale
        x[first * stride] -= dot
        for row in first + 1..<max(rows, first + 1) { x[row * stride] -= vector[row * vectorStride] * dot }
    }
}

extension Tensor {
    /// The factors of the matrices of this tensor `[b…, m, n]`: A = Q·R, Q with orthonormal columns, R an upper triangle.
    /// TF: `tf.qr`.
    ///
    /// float32, float64. O(m·n·min(m, n)) for each matrix.
    /// - Parameter full: Whether Q is square: `[m, m]` and R `[m, n]` rather than `[m, k]` and `[k, n]` with
    ///   k = min(m, n).
    public func qrFactors(
        full: Bool = false, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> (q: Tensor, r: Tensor) {
        let factors = graph.addTensors(
            Qr(full: full), inputs: [self], count: 2, name: name, site: CreationSite(file, line))
        return (factors[0], factors[1])
    }
}
