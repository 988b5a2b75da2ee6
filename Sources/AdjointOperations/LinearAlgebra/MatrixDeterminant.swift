public import AdjointCore

/// The determinant of each matrix. TF: `MatrixDeterminant`.
///
/// `[…, n, n]` in, `…` out; float32 or float64.
public struct MatrixDeterminant: OperationDefinition {
    public static let type = "MatrixDeterminant"
    public static let signature = OperationSignature.unary("input", "output", in: .real)

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = try context.squareMatrices().partialDimensions else { return [.unknown] }
        return [Shape(Array(sizes.dropLast(2)))]
    }

    // dA = det A·A⁻ᵀ·dy. TF: `_MatrixDeterminantGrad`.
    public static let gradient = GradientRule<MatrixDeterminant>.differentiable { _, context in
        let cofactors = context.graph.addTensor(MatrixInverse(adjoint: true), inputs: [context.inputs[0]])
        let factor = context.outputGradient() * context.outputs[0]
        return [factor.expandingDimensions(at: -1).expandingDimensions(at: -1) * cofactors]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let n = dimensions.last ?? 0
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n], outputSizes: [1]
        ) { inputs, outputs in
            var pivots = [Int](repeating: 0, count: n)
            let sign = MatrixFactorization.lu(inputs[0], n, pivots: &pivots)
            outputs[0][0] = sign == 0 ? 0 : (0..<n).reduce(sign) { $0 * inputs[0][$1 * n + $1] }
        }
    }
}
