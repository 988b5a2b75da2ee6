public import AdjointCore

/// ``MatrixDiagPartV3`` with diagonals aligned left, as graphs of 2019 have it. TF: `MatrixDiagPartV2`.
public struct MatrixDiagPartV2: MatrixDiagPartOperation {
    public static let type = "MatrixDiagPartV2"
    public static let signature = OperationSignature.matrixDiagonalPart
    let alignment = DiagonalAlignment.leftLeft

    public init() {}
}
