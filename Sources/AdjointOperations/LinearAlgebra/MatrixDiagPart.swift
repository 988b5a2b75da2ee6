public import AdjointCore

/// The main diagonals of matrices. TF: `MatrixDiagPart`, as graphs up to 2019
/// have it.
public struct MatrixDiagPart: OperationDefinition {
    public static let type = "MatrixDiagPart"
    public static let signature = OperationSignature(
        inputs: [.tensor("input")], outputs: [.tensor("diagonal")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions else { return [.unknown] }
        guard sizes.count >= 2 else { throw OperationError("\(context.shape(0)) is not the shape of matrices") }
        let (rows, columns) = (sizes[sizes.count - 2], sizes[sizes.count - 1])
        let extent = rows.flatMap { rows in columns.map { min(rows, $0) } }
        return [Shape(sizes.dropLast(2) + [extent])]
    }

    public static let gradient = GradientRule<MatrixDiagPart>.differentiable { _, context in
        let (input, gradient) = (context.inputs[0], context.outputGradient())
        let sizes = input.shape.partialDimensions ?? []
        if sizes.count >= 2, let rows = sizes[sizes.count - 2], rows == sizes[sizes.count - 1] {
            return [gradient.matrixDiagonal()]
        }
        return [input.zerosLike().settingMatrixDiagonal(gradient)]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        return .diagonal(
            context, isPart: true, batch: dimensions.dropLast(2).reduce(1, *), rows: dimensions[dimensions.count - 2],
            columns: dimensions[dimensions.count - 1])
    }
}
