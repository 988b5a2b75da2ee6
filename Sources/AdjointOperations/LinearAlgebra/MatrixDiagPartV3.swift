public import AdjointCore

/// Some diagonals of matrices, packed. TF: `MatrixDiagPartV3`.
public struct MatrixDiagPartV3: MatrixDiagPartOperation {
    public static let type = "MatrixDiagPartV3"
    public static let signature = OperationSignature.matrixDiagonalPart
    public static let attributes: [AttributeKey<MatrixDiagPartV3>] = [.alignment(\.alignment)]

    /// How shorter diagonals are aligned in the result.
    public var alignment = DiagonalAlignment.rightLeft

    public init() {}

    /// The op with an alignment.
    public init(alignment: DiagonalAlignment) { self.alignment = alignment }
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
