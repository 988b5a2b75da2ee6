public import AdjointCore

/// Some diagonals of matrices, packed. TF: `MatrixDiagPartV3`.
public struct MatrixDiagPartV3: OperationDefinition {
    public static let type = "MatrixDiagPartV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("input"), .tensor("k", .int32), .tensor("padding_value")], outputs: [.tensor("diagonal")])
    public static let attributes: [AttributeKey<MatrixDiagPartV3>] = [.alignment(\.alignment)]

    /// How shorter diagonals are aligned in the result.
    public var alignment = DiagonalAlignment.rightLeft

    public init() {}

    /// The op with an alignment.
    public init(alignment: DiagonalAlignment) { self.alignment = alignment }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let sizes = context.shape(0).partialDimensions, let diagonals = context.integers(1),
            let lower = diagonals.first, let upper = diagonals.last
        else { return [.unknown] }
        guard sizes.count >= 2 else { throw OperationError("\(context.shape(0)) is not the shape of matrices") }
        let batch = sizes.dropLast(2)
        guard let rows = sizes[sizes.count - 2], let columns = sizes[sizes.count - 1] else {
            return [Shape(batch + (lower == upper ? [nil] : [upper - lower + 1, nil]))]
        }
        let band = try DiagonalBand(diagonals: diagonals, rows: rows, columns: columns, alignment: alignment)
        return [Shape(batch + band.dimensions.map { $0 as Int? })]
    }

    public static let gradient = GradientRule<MatrixDiagPartV3>.differentiable { definition, context in
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

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dimensions = context.inputs[0].dimensions
        let band = try DiagonalBand(
            diagonals: context.integers(1), rows: dimensions[dimensions.count - 2],
            columns: dimensions[dimensions.count - 1], alignment: alignment)
        return .copyingDiagonals(context, band: band, source: 0, isPacking: true, filling: 2)
    }
}

extension Tensor {
    /// The main diagonals `[b…, min(m, n)]` of the matrices of this tensor `[b…, m, n]`. TF: `tf.linalg.diag_part`.
    public func matrixDiagonalPart(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        matrixDiagonalPart(diagonals: 0, name: name, file: file, line: line)
    }

    /// Some diagonals of the matrices of this tensor `[b…, m, n]`, zeros where one is shorter than the longest.
    /// TF: `tf.linalg.diag_part`.
    ///
    /// - Parameters:
    ///   - diagonals: One diagonal, or the lowest and the highest; 0 is the main one, positive ones lie above it. One
    ///     gives `[b…, length]`, several `[b…, count, length]` with the highest first.
    ///   - alignment: How diagonals shorter than the longest are aligned.
    public func matrixDiagonalPart(
        diagonals: some IndexOperand, alignment: DiagonalAlignment = .rightLeft, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        return graph.addTensor(
            MatrixDiagPartV3(alignment: alignment),
            operands: [
                .tensor(self), diagonals.operand("k"),
                .constant(NDArray(zeros: dtype, dimensions: []), argument: "padding_value"),
            ], name: name ?? "diag_part", site: CreationSite(file, line))
    }
}
