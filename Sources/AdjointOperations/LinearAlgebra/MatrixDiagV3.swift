public import AdjointCore

/// Matrices with the input on some of their diagonals and one value elsewhere. TF: `MatrixDiagV3`.
public struct MatrixDiagV3: OperationDefinition {
    public static let type = "MatrixDiagV3"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("diagonal"), .tensor("k", .int32), .tensor("num_rows", .int32), .tensor("num_cols", .int32),
            .tensor("padding_value"),
        ], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MatrixDiagV3>] = [.alignment(\.alignment)]

    /// How shorter diagonals are aligned in the input.
    public var alignment = DiagonalAlignment.rightLeft

    public init() {}

    /// The op with an alignment.
    public init(alignment: DiagonalAlignment) { self.alignment = alignment }

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
        return [Shape(sizes.dropLast(packedRank) + [extents.rows, extents.columns])]
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

    public static let gradient = GradientRule<MatrixDiagV3>.differentiable { definition, context in
        let gradient = context.outputGradient().matrixDiagonalPart(
            diagonals: context.inputs[1], alignment: definition.alignment)
        return [gradient, nil, nil, nil, nil]
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

extension Tensor {
    /// Square matrices `[b…, n, n]` with the vectors of this tensor `[b…, n]` on their main diagonals, zeros elsewhere.
    /// TF: `tf.linalg.diag`.
    public func matrixDiagonal(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        matrixDiagonal(diagonals: 0, rows: -1, columns: -1, name: name, file: file, line: line)
    }

    /// Matrices with this tensor on some of their diagonals, zeros elsewhere. TF: `tf.linalg.diag`.
    ///
    /// - Parameters:
    ///   - diagonals: One diagonal, or the lowest and the highest; 0 is the main one, positive ones lie above it. For
    ///     one this tensor is `[b…, length]`, for several `[b…, count, length]` with the highest first.
    ///   - rows: The number of rows, -1 for as many as are needed; likewise `columns`.
    ///   - alignment: How diagonals shorter than the longest are aligned.
    public func matrixDiagonal(
        diagonals: some IndexOperand, rows: some IndexOperand = -1, columns: some IndexOperand = -1,
        alignment: DiagonalAlignment = .rightLeft, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.addTensor(
            MatrixDiagV3(alignment: alignment),
            operands: [
                .tensor(self), diagonals.operand("k"), rows.operand("num_rows"), columns.operand("num_cols"),
                .constant(NDArray(zeros: dtype, dimensions: []), argument: "padding_value"),
            ], name: name ?? "diag", site: CreationSite(file, line))
    }
}

extension Graph {
    /// The square identity matrix. TF: `tf.eye`.
    public func identityMatrix(
        _ extent: Int, dtype: DType = .float32, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        nameScope(name ?? "eye") {
            ones(shape: [extent], dtype: dtype, file: file, line: line).matrixDiagonal(file: file, line: line)
        }
    }
}
