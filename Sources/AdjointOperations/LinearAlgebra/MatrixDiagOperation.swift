import AdjointCore

/// An op that puts diagonals into matrices with one value elsewhere. Inputs: diagonals, which ones, extents of the
/// matrices, the value.
protocol MatrixDiagOperation: DiagonalBandOperation {}

extension OperationSignature {
    static let matrixDiagonal = OperationSignature(
        inputs: [
            .tensor("diagonal"), .tensor("k", .int32), .tensor("num_rows", .int32), .tensor("num_cols", .int32),
            .tensor("padding_value"),
        ], outputs: [.tensor("output")])
}

extension MatrixDiagOperation {
    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions, let diagonals = context.integers(1),
            let lower = diagonals.first, let upper = diagonals.last
        else { return [.unknown] }
        let packedRank = lower == upper ? 1 : 2
        guard sizes.count >= packedRank else {
            throw OperationError("diagonals of shape \(context.shape(0)) do not fit k = \(diagonals)")
        }
        let extents = Self.extents(
            length: sizes[sizes.count - 1], lower: lower, upper: upper, rows: context.integer(2),
            columns: context.integer(3))
        return [try Shape(checking: sizes.dropLast(packedRank) + [extents.rows, extents.columns])]
    }

    /// The extents of the matrices; -1 stands for the least that the diagonals need (a square, if both are -1).
    private static func extents(
        length: Int?, lower: Int, upper: Int, rows: Int?, columns: Int?
    ) -> (rows: Int?, columns: Int?) {
        let (least, leastColumns) = (length.map { $0 - min(upper, 0) }, length.map { $0 + max(lower, 0) })
        switch (rows, columns) {
        case (-1, -1):
            let extent = least.flatMap { least in leastColumns.map { max(least, $0) } }
            return (extent, extent)
        default: return (rows == -1 ? least : rows, columns == -1 ? leastColumns : columns)
        }
    }

    public static var gradient: GradientRule<Self> {
        .differentiable { definition, context in
            let gradient = context.outputGradient().matrixDiagonalPart(
                diagonals: context.inputs[1], alignment: definition.alignment)
            return [gradient, nil, nil, nil, nil]
        }
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.outputs[0].dimensions
        let band = try DiagonalBand(
            diagonals: context.integers(1), rows: dimensions[dimensions.count - 2],
            columns: dimensions[dimensions.count - 1], alignment: alignment)
        let given = context.inputs[0].dimensions
        guard Array(given.suffix(band.dimensions.count)) == band.dimensions else {
            throw OperationError("diagonals of shape \(given) do not fit matrices of shape \(dimensions)")
        }
        return .copyingDiagonals(context, band: band, source: 0, isPacking: false, filling: 4)
    }
}
