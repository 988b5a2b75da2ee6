import Adjoint
import AdjointCore

extension OperationCase {
    /// Factorizations and solutions of square matrices.
    static let matrices: [OperationCase] = [
        OperationCase("Cholesky", inputs: [.random([2, 3, 3])]) { inputs in raw("Cholesky", [positive(inputs[0])]) },
        OperationCase("MatrixInverse", inputs: [.random([2, 3, 3])]) { inputs in
            raw("MatrixInverse", [positive(inputs[0])])
        },
        OperationCase("MatrixInverse of the transpose", inputs: [.random([3, 3])]) { inputs in
            raw("MatrixInverse", [positive(inputs[0])], ["adjoint": .bool(true)])
        },
        OperationCase("MatrixDeterminant", inputs: [.random([2, 3, 3])]) { inputs in
            raw("MatrixDeterminant", [positive(inputs[0])])
        },
        OperationCase("MatrixSolve", inputs: [.random([2, 3, 3]), .random([2, 3, 2])]) { inputs in
            raw("MatrixSolve", [positive(inputs[0]), inputs[1]])
        },
        OperationCase("MatrixSolve with the transpose", inputs: [.random([3, 3]), .random([3, 2])]) { inputs in
            raw("MatrixSolve", [positive(inputs[0]), inputs[1]], ["adjoint": .bool(true)])
        },
        OperationCase("MatrixTriangularSolve", inputs: [.random([2, 3, 3]), .random([2, 3, 2])]) { inputs in
            raw("MatrixTriangularSolve", [positive(inputs[0]), inputs[1]])
        },
        OperationCase("MatrixTriangularSolve of an upper triangle", inputs: [.random([3, 3]), .random([3, 2])]) {
            raw("MatrixTriangularSolve", [positive($0[0]), $0[1]], ["lower": .bool(false), "adjoint": .bool(true)])
        },
        .raw("MatrixSetDiag", inputs: [.random([2, 3, 4]), .random([2, 3])]),
    ]

    /// A·Aᵀ + 2 on the diagonal: far from singular.
    private static func positive(_ matrix: Tensor) -> Tensor {
        let product = matmul(matrix, matrix, transposingRight: true)
        return product.settingMatrixDiagonal(product.matrixDiagonalPart() + 2)
    }

    private static func raw(
        _ type: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
    ) -> Tensor {
        inputs[0].graph.addRaw(type, attributes: attributes, inputs: inputs)?.output() ?? .invalid(in: inputs[0].graph)
    }
}
