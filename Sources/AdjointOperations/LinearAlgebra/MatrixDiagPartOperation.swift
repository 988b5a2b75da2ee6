import AdjointCore

/// An op that takes diagonals out of matrices. Inputs: matrices, which diagonals, the value beside short ones.
protocol MatrixDiagPartOperation: DiagonalBandOperation {}

extension OperationSignature {
    static let matrixDiagonalPart = OperationSignature(
        inputs: [.tensor("input"), .tensor("k", .int32), .tensor("padding_value")], outputs: [.tensor("diagonal")])
}

extension MatrixDiagPartOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions, let diagonals = context.integers(1),
            let lower = diagonals.first, let upper = diagonals.last
        else { return [.unknown] }
        guard lower <= upper else { throw OperationError("k = \(diagonals) is no range of diagonals") }
        guard sizes.count >= 2 else { throw OperationError("\(context.shape(0)) is not the shape of matrices") }
        let batch = sizes.dropLast(2)
        guard let rows = sizes[sizes.count - 2], let columns = sizes[sizes.count - 1] else {
            return [Shape(batch + (lower == upper ? [nil] : [upper - lower + 1, nil]))]
        }
        let band = try DiagonalBand(diagonals: diagonals, rows: rows, columns: columns, alignment: alignment)
        return [Shape(batch + band.dimensions.map { $0 as Int? })]
    }

    public static var gradient: GradientRule<Self> {
        .differentiable { definition, context in
            let (input, gradient) = (context.inputs[0], context.outputGradient())
            let sizes = input.shape.partialDimensions ?? []
            if sizes.count >= 2, let rows = sizes[sizes.count - 2], let columns = sizes[sizes.count - 1] {
                let matrices = gradient.matrixDiagonal(
                    diagonals: context.inputs[1], rows: rows, columns: columns, alignment: definition.alignment)
                return [matrices, nil, nil]
            }
            let matrices = input.zerosLike().settingMatrixDiagonal(
                gradient, diagonals: context.inputs[1], alignment: definition.alignment)
            return [matrices, nil, nil]
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let band = try DiagonalBand(
            diagonals: context.integers(1), rows: dimensions[dimensions.count - 2],
            columns: dimensions[dimensions.count - 1], alignment: alignment)
        return .copyingDiagonals(context, band: band, source: 0, isPacking: true, filling: 2)
    }
}
