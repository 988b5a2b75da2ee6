import AdjointCore

/// An op that replaces diagonals of matrices. Inputs: matrices, diagonals, which ones.
protocol MatrixSetDiagOperation: DiagonalBandOperation {}

extension OperationSignature {
    static let matrixDiagonalSetting = OperationSignature(
        inputs: [.tensor("input"), .tensor("diagonal"), .tensor("k", .int32)], outputs: [.tensor("output")])
}

extension MatrixSetDiagOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if let rank = context.shape(0).rank, rank < 2 {
            throw OperationError("\(context.shape(0)) is not the shape of matrices")
        }
        return [context.shape(0)]
    }

    // TF: `_MatrixSetDiagGradV3`.
    public static var gradient: GradientRule<Self> {
        .differentiable { definition, context in
            let (gradient, diagonal, k) = (context.outputGradient(), context.inputs[1], context.inputs[2])
            let zeros =
                diagonal.shape.dimensions.map { context.graph.zeros(shape: $0, dtype: gradient.dtype) }
                ?? diagonal.zerosLike()
            return [
                gradient.settingMatrixDiagonal(zeros, diagonals: k, alignment: definition.alignment),
                gradient.matrixDiagonalPart(diagonals: k, alignment: definition.alignment), nil,
            ]
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let band = try DiagonalBand(
            diagonals: context.integers(2), rows: dimensions[dimensions.count - 2],
            columns: dimensions[dimensions.count - 1], alignment: alignment)
        let given = context.inputs[1].dimensions
        guard given == dimensions.dropLast(2) + band.dimensions else {
            throw OperationError("diagonals of shape \(given) do not fit matrices of shape \(dimensions)")
        }
        return .copyingDiagonals(context, band: band, source: 1, isPacking: false, filling: 0, isWhole: true)
    }
}
