public import AdjointCore

/// ``MatrixSetDiagV3`` with diagonals aligned left, as graphs of 2019 have it. TF: `MatrixSetDiagV2`.
public struct MatrixSetDiagV2: MatrixSetDiagOperation {
    public static let type = "MatrixSetDiagV2"
    public static let signature = OperationSignature.matrixDiagonalSetting
    let alignment = DiagonalAlignment.leftLeft

    public init() {}
}
