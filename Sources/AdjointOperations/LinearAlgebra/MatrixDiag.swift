public import AdjointCore

/// Square matrices with the input's vectors on their diagonals and zeros elsewhere. TF: `MatrixDiag`, as graphs up to 2019 have it.
public struct MatrixDiag: OperationDefinition {
    public static let type = "MatrixDiag"
    public static let signature = OperationSignature(
        inputs: [.tensor("diagonal")], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard let last = sizes.last else { throw OperationError("a scalar is not a diagonal") }
        return [Shape(sizes + [last])]
    }

    public static let gradient = GradientRule<MatrixDiag>.differentiable { _, context in
        [context.outputGradient().matrixDiagonalPart()]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let extent = dimensions[dimensions.count - 1]
        return .diagonal(
            context, isPart: false, batch: dimensions.dropLast().reduce(1, *), rows: extent, columns: extent)
    }
}
