public import AdjointCore

/// The eigenvalues of each symmetric matrix as a first row, and below them its eigenvectors as columns; ``SelfAdjointEigV2``
/// took its place. TF: `SelfAdjointEig`.
///
/// `[…, n, n]`, of which the lower triangle is read; the result is `[…, n + 1, n]`; float32 or float64. The sign of an
/// eigenvector is open.
public struct SelfAdjointEig: OperationDefinition {
    public static let type = "SelfAdjointEig"
    public static let signature = OperationSignature.unary("input", "output", in: .real)

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = try context.squareMatrices().partialDimensions else { return [.unknown] }
        let n = sizes[sizes.count - 1]
        return [Shape(sizes.dropLast(2) + [n.map { $0 + 1 }, n])]
    }

    public static let gradient = GradientRule<SelfAdjointEig>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let n = dimensions.last ?? 0
        return try .onMatrices(
            context.inputs[0].dtype, count: dimensions.dropLast(2).reduce(1, *), inputSizes: [n * n],
            outputSizes: [n * (n + 1)]
        ) { inputs, outputs in
            try MatrixFactorization.eigenvectors(inputs[0], n, values: outputs[0], vectors: outputs[0] + n)
        }
    }
}
