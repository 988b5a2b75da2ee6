public import AdjointCore

/// The solution X of A·X ≈ B with the least squares, or the least one of many, for each matrix A. TF: `MatrixSolveLs`.
///
/// matrix: `[…, m, n]`, rhs: `[…, m, k]` with equal leading dimensions, float32 or float64; l2_regularizer: a float64 scalar
/// λ. The result is `[…, n, k]`: the fast way it is (Aᵀ·A + λ)⁻¹·Aᵀ·B, for wide matrices Aᵀ·(A·Aᵀ + λ)⁻¹·B, and matrices
/// whose rank is lower than it could be are an error of the run; the slow way has no λ and takes any matrix.
public struct MatrixSolveLs: OperationDefinition {
    public static let type = "MatrixSolveLs"
    public static let signature = OperationSignature(
        inputs: [.tensor("matrix", in: .real), .tensor("rhs", in: .real), .tensor("l2_regularizer", .float64)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MatrixSolveLs>] = [.bool("fast", \.isFast)]

    /// Whether the equations are solved by way of the square of the matrix.
    public var isFast = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(2, rank: 0, role: "l2_regularizer")
        return [try context.solutions()]
    }

    // TF: `_MatrixSolveLsGrad`.
    public static let gradient = GradientRule<MatrixSolveLs>.differentiable { definition, context in
        guard definition.isFast else { return context.unavailableGradients("the slow way has no gradient") }
        let (a, b, x, gradient) = (context.inputs[0], context.inputs[1], context.outputs[0], context.outputGradient())
        guard let (rows, columns) = a.matrixExtents else {
            return context.unavailableGradients("the extents of the matrices must be known")
        }
        let isTall = rows >= columns
        let square = matmul(a, a, transposingLeft: isTall, transposingRight: !isTall)
        let regularizer = context.inputs[2].cast(to: a.dtype)
        let factor = context.graph.addTensor(
            Cholesky(), inputs: [square.settingMatrixDiagonal(square.matrixDiagonalPart() + regularizer)])
        func solve(_ right: Tensor) -> Tensor {
            let lower = MatrixTriangularSolve(isLower: true, adjoint: false)
            let upper = MatrixTriangularSolve(isLower: true, adjoint: true)
            return context.graph.addTensor(
                upper, inputs: [factor, context.graph.addTensor(lower, inputs: [factor, right])])
        }
        if isTall {
            let z = solve(gradient)
            let product = matmul(x, z, transposingRight: true)
            let left = matmul(b, z, transposingRight: true) - matmul(a, product + product.matrixTransposed())
            return [left, matmul(a, z), nil]
        }
        let right = solve(matmul(a, gradient))
        let inner = solve(b)
        let rest = gradient - matmul(a, right, transposingLeft: true)
        let left =
            matmul(inner, rest, transposingRight: true) - matmul(right, matmul(inner, a, transposingLeft: true))
        return [left, right, nil]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (m, n, columns) = try context.equations()
        let (isFast, size) = (isFast, min(m, n))
        let regularizer = try context.constant(2).doubles?.first ?? 0
        let precision = context.inputs[0].dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
        let dimensions = context.outputs[0].dimensions
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [m * n, m * columns],
            outputSizes: [n * columns]
        ) { inputs, outputs in
            let (a, b, x) = (inputs[0], inputs[1], outputs[0])
            x.update(repeating: 0, count: n * columns)
            guard isFast else {
                return try OrthogonalColumns.solve(
                    a, rows: m, columns: n, precision: precision, b, rightColumns: columns, to: x)
            }
            // The square of the matrix, from the left or from the right.
            func product(_ i: Int, _ j: Int) -> Double {
                m >= n
                    ? (0..<m).reduce(0) { $0 + a[$1 * n + i] * a[$1 * n + j] }
                    : (0..<n).reduce(0) { $0 + a[i * n + $1] * a[j * n + $1] }
            }
            var square = (0..<size * size).map { product($0 / size, $0 % size) }
            for index in 0..<size { square[index * size + index] += regularizer }
            guard MatrixFactorization.cholesky(&square, size) else {
                throw OperationError(
                    "the rank of a matrix is too low; take fast = false, or an l2_regularizer above 0")
            }
            var right = [Double](repeating: 0, count: size * columns)
            for row in 0..<m {
                for column in 0..<columns {
                    guard m >= n else {
                        right[row * columns + column] = b[row * columns + column]
                        continue
                    }
                    for index in 0..<n {
                        right[index * columns + column] += a[row * n + index] * b[row * columns + column]
                    }
                }
            }
            MatrixFactorization.triangular(square, size, &right, columns: columns, isLower: true, isUnit: false)
            MatrixFactorization.transpose(&square, size)
            MatrixFactorization.triangular(square, size, &right, columns: columns, isLower: false, isUnit: false)
            for row in 0..<n {
                for column in 0..<columns {
                    guard m < n else {
                        x[row * columns + column] = right[row * columns + column]
                        continue
                    }
                    for index in 0..<m {
                        x[row * columns + column] += a[index * n + row] * right[index * columns + column]
                    }
                }
            }
        }
    }
}
