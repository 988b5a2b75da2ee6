public import AdjointCore

/// The eigenvalues of each symmetric matrix, ascending, and its eigenvectors as columns. TF: `SelfAdjointEigV2`.
///
/// `[…, n, n]`, of which the lower triangle is read; float32 or float64. The sign of an eigenvector is open.
public struct SelfAdjointEigV2: OperationDefinition {
    public static let type = "SelfAdjointEigV2"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .real)], outputs: [.tensor("e"), .tensor("v")])
    public static let attributes: [AttributeKey<SelfAdjointEigV2>] = [.bool("compute_v", \.computesVectors)]

    /// Whether eigenvectors are wanted; without, there are none.
    public var computesVectors = true

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = try context.squareMatrices().partialDimensions else {
            return [.unknown, computesVectors ? .unknown : [0]]
        }
        return [Shape(Array(sizes.dropLast())), computesVectors ? Shape(sizes) : [0]]
    }

    // dA = V·(diag de + F∘(Vᵀ·dV))·Vᵀ with Fᵢⱼ = 1/(eⱼ - eᵢ), of which the lower triangle counts.
    // TF: `_SelfAdjointEigV2Grad`.
    public static let gradient = GradientRule<SelfAdjointEigV2>.differentiable { definition, context in
        let graph = context.graph
        let ofValues = context.outputGradient(0).matrixDiagonal()
        let middle: Tensor
        let vectors: Tensor
        if definition.computesVectors {
            vectors = context.outputs[1]
            let factors = context.outputs[0].reciprocalDifferences()
            middle = ofValues + factors * matmul(vectors, context.outputGradient(1), transposingLeft: true)
        } else {
            vectors = graph.addTensors(SelfAdjointEigV2(), inputs: [context.inputs[0]], count: 2)[1]
            middle = ofValues
        }
        let whole = matmul(vectors, matmul(middle, vectors, transposingRight: true))
        let lower = (whole + whole.matrixTransposed()).matrixBandPart(lower: -1, upper: 0)
        return [lower.settingMatrixDiagonal(lower.matrixDiagonalPart() * 0.5)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (n, computesVectors) = (dimensions.last ?? 0, computesVectors)
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n],
            outputSizes: computesVectors ? [n, n * n] : [n]
        ) { inputs, outputs in
            try MatrixFactorization.eigenvectors(
                inputs[0], n, values: outputs[0], vectors: computesVectors ? outputs[1] : nil)
        }
    }
}

extension MatrixFactorization {
    /// The eigenvalues of a symmetric matrix, ascending, and its eigenvectors as columns; of the matrix, which is
    /// overwritten, the lower triangle is read.
    ///
    /// - Throws: ``OperationError`` if they do not converge.
    static func eigenvectors(
        _ a: UnsafeMutablePointer<Double>, _ n: Int, values: UnsafeMutablePointer<Double>,
        vectors target: UnsafeMutablePointer<Double>?
    ) throws {
        for row in 0..<n { for column in row + 1..<max(n, row + 1) { a[row * n + column] = a[column * n + row] } }
        var vectors = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0 }
        guard diagonalize(a, n, vectors: &vectors) else {
            throw OperationError("the eigenvalues of a matrix do not converge")
        }
        let order = (0..<n).sorted { a[$0 * n + $0] < a[$1 * n + $1] }
        for (place, column) in order.enumerated() {
            values[place] = a[column * n + column]
            guard let target else { continue }
            for row in 0..<n { target[row * n + place] = vectors[row * n + column] }
        }
    }

    /// Makes a symmetric matrix diagonal by rotations, which `vectors` is multiplied by; false if that takes too long.
    /// Source: Jacobi 1846; Golub and Van Loan, 8.5.
    static func diagonalize(
        _ a: UnsafeMutablePointer<Double>, _ n: Int, vectors: UnsafeMutablePointer<Double>
    ) -> Bool {
        for _ in 0..<60 {
            var (rest, whole) = (0.0, 0.0)
            for row in 0..<n {
                for column in 0..<n {
                    let square = a[row * n + column] * a[row * n + column]
                    whole += square
                    if row != column { rest += square }
                }
            }
            if !(rest > 1e-32 * whole) { return !rest.isNaN }
            for p in 0..<n {
                for q in p + 1..<max(n, p + 1) where a[p * n + q] != 0 {
                    let theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
                    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    rotate(a, n, p, q, c, t * c)
                    (a[p * n + q], a[q * n + p]) = (0, 0)
                    for row in 0..<n {
                        let (x, y) = (vectors[row * n + p], vectors[row * n + q])
                        vectors[row * n + p] = c * x - t * c * y
                        vectors[row * n + q] = t * c * x + c * y
                    }
                }
            }
        }
        return false
    }

    /// Rotates rows and columns p and q.
    private static func rotate(
        _ a: UnsafeMutablePointer<Double>, _ n: Int, _ p: Int, _ q: Int, _ c: Double, _ s: Double
    ) {
        for k in 0..<n {
            let (x, y) = (a[k * n + p], a[k * n + q])
            (a[k * n + p], a[k * n + q]) = (c * x - s * y, s * x + c * y)
        }
        for k in 0..<n {
            let (x, y) = (a[p * n + k], a[q * n + k])
            (a[p * n + k], a[q * n + k]) = (c * x - s * y, s * x + c * y)
        }
    }
}
