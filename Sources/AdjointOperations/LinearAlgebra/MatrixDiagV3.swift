public import AdjointCore

/// Matrices with the input on some of their diagonals and one value elsewhere. TF: `MatrixDiagV3`.
public struct MatrixDiagV3: MatrixDiagOperation {
    public static let type = "MatrixDiagV3"
    public static let signature = OperationSignature.matrixDiagonal
    public static let attributes: [AttributeKey<MatrixDiagV3>] = [.alignment(\.alignment)]

    /// How shorter diagonals are aligned in the input.
    public var alignment = DiagonalAlignment.rightLeft

    public init() {}

    /// The op with an alignment.
    public init(alignment: DiagonalAlignment) { self.alignment = alignment }
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
