public import AdjointCore

/// Matrices with some of their diagonals replaced. TF: `MatrixSetDiagV3`.
public struct MatrixSetDiagV3: OperationDefinition {
    public static let type = "MatrixSetDiagV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("diagonal"), .tensor("k", .int32)], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MatrixSetDiagV3>] = [.alignment(\.alignment)]

    /// How shorter diagonals are aligned in the second input.
    public var alignment = DiagonalAlignment.rightLeft

    public init() {}

    /// The op with an alignment.
    public init(alignment: DiagonalAlignment) { self.alignment = alignment }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        if let rank = context.shape(0).rank, rank < 2 {
            throw OperationError("\(context.shape(0)) is not the shape of matrices")
        }
        return [context.shape(0)]
    }

    // TF: `_MatrixSetDiagGradV3`.
    public static let gradient = GradientRule<MatrixSetDiagV3>.differentiable { definition, context in
        let (gradient, diagonal, k) = (context.outputGradient(), context.inputs[1], context.inputs[2])
        let zeros =
            diagonal.shape.dimensions.map { context.graph.zeros(shape: $0, dtype: gradient.dtype) }
            ?? diagonal.zerosLike()
        return [
            gradient.settingMatrixDiagonal(zeros, diagonals: k, alignment: definition.alignment),
            gradient.matrixDiagonalPart(diagonals: k, alignment: definition.alignment), nil,
        ]
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

extension Tensor {
    /// The matrices of this tensor `[b…, m, n]` with some of their diagonals replaced. TF: `tf.linalg.set_diag`.
    ///
    /// - Parameters:
    ///   - values: The new diagonals, in the form that ``matrixDiagonalPart(diagonals:alignment:name:file:line:)`` gives.
    ///   - diagonals: One diagonal, or the lowest and the highest; the main one by default.
    ///   - alignment: How diagonals shorter than the longest are aligned.
    public func settingMatrixDiagonal(
        _ values: Tensor, diagonals: some IndexOperand = 0, alignment: DiagonalAlignment = .rightLeft,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            MatrixSetDiagV3(alignment: alignment),
            operands: [.tensor(self), .tensor(values), diagonals.operand("k")], name: name ?? "set_diag",
            site: CreationSite(file, line))
    }
}
