public import AdjointCore

/// Matrices with some of their diagonals replaced. TF: `MatrixSetDiagV3`.
public struct MatrixSetDiagV3: MatrixSetDiagOperation {
    public static let type = "MatrixSetDiagV3"
    public static let signature = OperationSignature.matrixDiagonalSetting
    public static let attributes: [AttributeKey<MatrixSetDiagV3>] = [.alignment(\.alignment)]

    /// How shorter diagonals are aligned in the second input.
    public var alignment = DiagonalAlignment.rightLeft

    public init() {}

    /// The op with an alignment.
    public init(alignment: DiagonalAlignment) { self.alignment = alignment }
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
