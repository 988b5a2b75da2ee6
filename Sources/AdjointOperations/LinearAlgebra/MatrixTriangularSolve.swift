public import AdjointCore

/// The solution X of A·X = B, or of Aᵀ·X = B, for each triangular matrix A. TF: `MatrixTriangularSolve`.
///
/// matrix: `[…, n, n]`, rhs: `[…, n, k]` with equal leading dimensions; float32 or float64. A singular matrix is an error
/// of the run. Only the triangle in question is read.
public struct MatrixTriangularSolve: OperationDefinition {
    public static let type = "MatrixTriangularSolve"
    public static let signature = OperationSignature.binary("matrix", "rhs", "output", in: .real)
    public static let attributes: [AttributeKey<MatrixTriangularSolve>] = [
        .bool("lower", \.isLower), .bool("adjoint", \.adjoint),
    ]

    /// Whether the lower triangle counts, rather than the upper one.
    public var isLower = true
    /// Whether the matrices are transposed.
    public var adjoint = false

    public init() {}

    /// A solver for matrices or their transposes.
    public init(isLower: Bool, adjoint: Bool) {
        self.isLower = isLower
        self.adjoint = adjoint
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.squareMatrices()
        return [try context.solutions()]
    }

    // dB solves with the transpose; dA = -dB·Xᵀ. TF: `_MatrixTriangularSolveGrad`.
    public static let gradient = GradientRule<MatrixTriangularSolve>.differentiable { definition, context in
        let right = context.graph.addTensor(
            MatrixTriangularSolve(isLower: definition.isLower, adjoint: !definition.adjoint),
            inputs: [context.inputs[0], context.outputGradient()])
        let left = solutionGradient(context.outputs[0], right, isTransposed: definition.adjoint)
        return [
            definition.isLower
                ? left.matrixBandPart(lower: -1, upper: 0) : left.matrixBandPart(lower: 0, upper: -1), right,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (n, _, columns) = try context.equations()
        let (isLower, adjoint) = (isLower, adjoint)
        return try .onMatrices(
            context.inputs[0].dtype, count: context.outputs[0].count / max(1, n * columns),
            inputSizes: [n * n, n * columns],
            outputSizes: [n * columns]
        ) { inputs, outputs in
            if adjoint { MatrixFactorization.transpose(inputs[0], n) }
            for index in 0..<n where inputs[0][index * n + index] == 0 {
                throw OperationError("a matrix is not invertible")
            }
            outputs[0].update(from: inputs[1], count: n * columns)
            MatrixFactorization.triangular(
                inputs[0], n, outputs[0], columns: columns, isLower: isLower != adjoint, isUnit: false)
        }
    }
}
