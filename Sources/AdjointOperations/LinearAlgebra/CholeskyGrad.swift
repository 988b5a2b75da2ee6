public import AdjointCore

/// The gradient of a symmetric matrix from that of its Cholesky factor, symmetric itself. TF: `CholeskyGrad`.
///
/// l: the factor; grad: its gradient; `[…, n, n]` each, of which the lower triangles are read; float32 or float64. Source:
/// Murray 2016, Differentiation of the Cholesky decomposition.
public struct CholeskyGrad: OperationDefinition {
    public static let type = "CholeskyGrad"
    public static let signature = OperationSignature.binary("l", "grad", "output", in: .real)

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let (factor, gradient) = (try context.squareMatrices(0), try context.squareMatrices(1))
        guard let shape = factor.merged(with: gradient) else {
            throw OperationError("the gradient \(gradient) is not of the factor's shape \(factor)")
        }
        return [shape]
    }

    public static let gradient = GradientRule<CholeskyGrad>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let n = dimensions.last ?? 0
        guard context.inputs[1].dimensions == dimensions else {
            throw OperationError("the gradient \(Shape(context.inputs[1].dimensions)) is not \(Shape(dimensions))")
        }
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n, n * n],
            outputSizes: [n * n]
        ) { inputs, outputs in
            let (factor, part, output) = (inputs[0], inputs[1], outputs[0])
            // The decomposition's steps backwards: row k was computed from those before it.
            for k in stride(from: n - 1, through: 0, by: -1) {
                let pivot = factor[k * n + k]
                for row in k + 1..<max(n, k + 1) {
                    part[k * n + k] -= factor[row * n + k] * part[row * n + k] / pivot
                }
                for row in k..<n { part[row * n + k] /= pivot }
                for row in k..<n {
                    for column in 0..<k {
                        part[k * n + column] -= part[row * n + k] * factor[row * n + column]
                        if row > k { part[row * n + column] -= part[row * n + k] * factor[k * n + column] }
                    }
                }
                part[k * n + k] /= 2
            }
            for row in 0..<n {
                for column in 0...row {
                    let number = row == column ? part[row * n + row] : part[row * n + column] / 2
                    (output[row * n + column], output[column * n + row]) = (number, number)
                }
            }
        }
    }
}
