public import AdjointCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The sign of each matrix's determinant, and ln of its magnitude. TF: `LogMatrixDeterminant`.
///
/// `[…, n, n]` in, twice `…` out; float32 or float64. A singular matrix has sign 0 and -∞.
public struct LogMatrixDeterminant: OperationDefinition {
    public static let type = "LogMatrixDeterminant"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .real)], outputs: [.tensor("sign"), .tensor("log_abs_determinant")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = try context.squareMatrices().partialDimensions else { return [.unknown, .unknown] }
        return [Shape(Array(sizes.dropLast(2))), Shape(Array(sizes.dropLast(2)))]
    }

    // dA = A⁻ᵀ·dy. TF: `_LogMatrixDeterminantGrad`.
    public static let gradient = GradientRule<LogMatrixDeterminant>.differentiable { _, context in
        let inverse = context.graph.addTensor(MatrixInverse(adjoint: true), inputs: [context.inputs[0]])
        let factor = context.outputGradient(1).expandingDimensions(at: -1).expandingDimensions(at: -1)
        return [factor * inverse]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let n = dimensions.last ?? 0
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n],
            outputSizes: [1, 1]
        ) { inputs, outputs in
            var pivots = [Int](repeating: 0, count: n)
            var sign = MatrixFactorization.lu(inputs[0], n, pivots: &pivots)
            var logarithm = sign == 0 ? -Double.infinity : 0
            for index in 0..<n where sign != 0 {
                let pivot = inputs[0][index * n + index]
                if pivot < 0 { sign = -sign }
                logarithm += log(abs(pivot))
            }
            (outputs[0][0], outputs[1][0]) = (sign, logarithm)
        }
    }
}
