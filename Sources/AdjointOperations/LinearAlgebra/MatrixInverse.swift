public import AdjointCore

/// The inverse of each matrix, or of its transpose. TF: `MatrixInverse`.
///
/// `[…, n, n]`, float32 or float64. A singular matrix is an error of the run.
public struct MatrixInverse: OperationDefinition {
    public static let type = "MatrixInverse"
    public static let signature = OperationSignature.unary("input", "output", in: .real)
    public static let attributes: [AttributeKey<MatrixInverse>] = [.bool("adjoint", \.adjoint)]

    /// Whether the matrices are transposed.
    public var adjoint = false

    public init() {}

    /// The inverse of matrices or of their transposes.
    public init(adjoint: Bool) { self.adjoint = adjoint }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.squareMatrices()] }

    // dA = -A⁻ᵀ·dY·A⁻ᵀ, transposed for a transposed A. TF: `_MatrixInverseGrad`.
    public static let gradient = GradientRule<MatrixInverse>.differentiable { definition, context in
        let (inverse, gradient) = (context.outputs[0], context.outputGradient())
        guard definition.adjoint else {
            return [-matmul(inverse, matmul(gradient, inverse, transposingRight: true), transposingLeft: true)]
        }
        return [-matmul(inverse, matmul(gradient, inverse, transposingLeft: true))]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let (n, adjoint) = (dimensions.last ?? 0, adjoint)
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n],
            outputSizes: [n * n]
        ) { inputs, outputs in
            let identity = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0 }
            var pivots = [Int](repeating: 0, count: n)
            if adjoint { MatrixFactorization.transpose(inputs[0], n) }
            guard MatrixFactorization.lu(inputs[0], n, pivots: &pivots) != 0 else {
                throw OperationError("a matrix is not invertible")
            }
            MatrixFactorization.solve(inputs[0], n, pivots: pivots, identity, outputs[0], columns: n)
        }
    }
}
