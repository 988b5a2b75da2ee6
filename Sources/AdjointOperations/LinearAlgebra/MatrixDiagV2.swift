public import AdjointCore

/// ``MatrixDiagV3`` with diagonals aligned left, as graphs of 2019 have it. TF: `MatrixDiagV2`.
public struct MatrixDiagV2: MatrixDiagOperation {
    public static let type = "MatrixDiagV2"
    public static let signature = OperationSignature.matrixDiagonal
    let alignment = DiagonalAlignment.leftLeft

    public init() {}
}
