public import AdjointCore

/// The main diagonals of matrices. TF: `MatrixDiagPart`.
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

    // The matrices of the gradient are those of the input where these are square; otherwise what lies beyond the
    // square is padded with zeros.
    public static let gradient = GradientRule<MatrixDiagPart>.differentiable { _, context in
        let gradient = context.outputGradient().matrixDiagonal()
        let sizes = context.inputs[0].shape.partialDimensions
        if let sizes, let rows = sizes[sizes.count - 2], rows == sizes[sizes.count - 1] { return [gradient] }
        let difference = context.inputs[0].shapeTensor() - gradient.shapeTensor()
        return [gradient.padded(by: stack([difference.zerosLike(), difference], axis: 1))]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        return .diagonal(
            context, isPart: true, batch: dimensions.dropLast(2).reduce(1, *), rows: dimensions[dimensions.count - 2],
            columns: dimensions[dimensions.count - 1])
    }
}

extension Tensor {
    /// The main diagonals `[b…, min(m, n)]` of the matrices of this tensor `[b…, m, n]`. TF: `MatrixDiagPart`.
    public func matrixDiagonalPart(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(MatrixDiagPart(), name: name, file: file, line: line)
    }
}
