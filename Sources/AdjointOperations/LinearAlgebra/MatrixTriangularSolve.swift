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
        let matrix = try context.squareMatrices()
        guard let sizes = context.shape(1).partialDimensions, let own = matrix.partialDimensions else {
            return [context.shape(1)]
        }
        guard sizes.count == own.count,
            Shape(Array(sizes.dropLast())).isCompatible(with: Shape(Array(own.dropLast())))
        else { throw OperationError("\(matrix) and \(context.shape(1)) do not fit") }
        return [context.shape(1)]
    }

    // dB solves with the transpose; dA = -dB·Xᵀ. TF: `_MatrixTriangularSolveGrad`.
    public static let gradient = GradientRule<MatrixTriangularSolve>.differentiable { definition, context in
        let right = context.graph.addTensor(
            MatrixTriangularSolve(isLower: definition.isLower, adjoint: !definition.adjoint),
            inputs: [context.inputs[0], context.outputGradient()])
        let left =
            definition.adjoint
            ? -matmul(context.outputs[0], right, transposingRight: true)
            : -matmul(right, context.outputs[0], transposingRight: true)
        return [
            definition.isLower
                ? left.matrixBandPart(lower: -1, upper: 0) : left.matrixBandPart(lower: 0, upper: -1), right,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[1].dimensions
        guard context.inputs[0].dimensions.dropLast() == dimensions.dropLast() else {
            throw OperationError("\(Shape(context.inputs[0].dimensions)) and \(Shape(dimensions)) do not fit")
        }
        let (n, columns) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
        let (isLower, adjoint) = (isLower, adjoint)
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n, n * columns],
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
