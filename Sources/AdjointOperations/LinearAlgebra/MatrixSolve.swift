public import AdjointCore

/// The solution X of A·X = B, or of Aᵀ·X = B, for each matrix A. TF: `MatrixSolve`.
///
/// matrix: `[…, n, n]`, rhs: `[…, n, k]` with equal leading dimensions; float32 or float64. A singular matrix is an error
/// of the run.
public struct MatrixSolve: OperationDefinition {
    public static let type = "MatrixSolve"
    public static let signature = OperationSignature.binary("matrix", "rhs", "output", in: .real)
    public static let attributes: [AttributeKey<MatrixSolve>] = [.bool("adjoint", \.adjoint)]

    /// Whether the matrices are transposed.
    public var adjoint = false

    public init() {}

    /// A solver for matrices or their transposes.
    public init(adjoint: Bool) {
        self.adjoint = adjoint
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.squareMatrices()
        return [try context.solutions()]
    }

    // dB solves with the transpose; dA = -dB·Xᵀ. TF: `_MatrixSolveGrad`.
    public static let gradient = GradientRule<MatrixSolve>.differentiable { definition, context in
        let right = context.graph.addTensor(
            MatrixSolve(adjoint: !definition.adjoint),
            inputs: [context.inputs[0], context.outputGradient()])
        let left = solutionGradient(context.outputs[0], right, isTransposed: definition.adjoint)
        return [left, right]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (n, _, columns) = try context.equations()
        let adjoint = adjoint
        return try .onMatrices(
            context.inputs[0].dtype, count: context.outputs[0].count / max(1, n * columns),
            inputSizes: [n * n, n * columns],
            outputSizes: [n * columns]
        ) { inputs, outputs in
            if adjoint { MatrixFactorization.transpose(inputs[0], n) }
            var pivots = [Int](repeating: 0, count: n)
            guard MatrixFactorization.lu(inputs[0], n, pivots: &pivots) != 0 else {
                throw OperationError("a matrix is not invertible")
            }
            MatrixFactorization.solve(inputs[0], n, pivots: pivots, inputs[1], outputs[0], columns: columns)
        }
    }
}
