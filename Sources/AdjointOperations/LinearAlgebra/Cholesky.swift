public import AdjointCore

/// The lower triangle L with A = L·Lᵀ of each symmetric positive definite matrix. TF: `Cholesky`.
///
/// `[…, n, n]`, float32 or float64; only the lower triangle is read. A matrix that is not positive definite is an error
/// of the run.
public struct Cholesky: OperationDefinition {
    public static let type = "Cholesky"
    public static let signature = OperationSignature.unary("input", "output", in: .real)

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.squareMatrices()] }

    // With Φ halving the diagonal and dropping what is above it: dA = sym(L⁻ᵀ·Φ(Lᵀ·dL)·L⁻¹). Source: Murray 2016,
    // Differentiation of the Cholesky decomposition. TF: `_CholeskyGrad`.
    public static let gradient = GradientRule<Cholesky>.differentiable { _, context in
        let (lower, gradient) = (context.outputs[0], context.outputGradient())
        let product = matmul(lower, gradient, transposingLeft: true)
        let halved = product.settingMatrixDiagonal(product.matrixDiagonalPart() / 2)
        let middle = halved.matrixBandPart(lower: -1, upper: 0)
        let identity = lower.zerosLike().settingMatrixDiagonal(lower.matrixDiagonalPart().onesLike())
        let inverse = context.graph.addTensor(MatrixTriangularSolve(), inputs: [lower, identity])
        let whole = matmul(inverse, matmul(middle, inverse), transposingLeft: true)
        return [(whole + whole.matrixTransposed()) / 2]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let n = dimensions.last ?? 0
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n],
            outputSizes: [n * n]
        ) { inputs, outputs in
            outputs[0].update(from: inputs[0], count: n * n)
            guard MatrixFactorization.cholesky(outputs[0], n) else {
                throw OperationError("a matrix is not positive definite")
            }
        }
    }
}
