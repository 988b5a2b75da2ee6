import Adjoint
import AdjointCore

extension OperationCase {
    /// Factorizations and solutions of square matrices.
    static let matrices: [OperationCase] =
        [
            OperationCase("Cholesky", inputs: [.random([2, 3, 3])]) { inputs in raw("Cholesky", [positive(inputs[0])])
            },
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
                raw(
                    "MatrixTriangularSolve", [positive($0[0]), $0[1]], ["lower": .bool(false), "adjoint": .bool(true)])
            },
            .raw("MatrixSetDiag", inputs: [.random([2, 3, 4]), .random([2, 3])]),
        ] + leastSquares + older + diagonals + [
            .raw("CholeskyGrad", inputs: [.randomIn(0.5...1.5, [2, 3, 3]), .random([2, 3, 3])]),
            .raw("Lu", inputs: [.random([2, 3, 3])]),
            .raw("Lu", "rows as int64", attributes: ["output_idx_type": .type(.int64)], inputs: [.random([4, 4])]),
            .raw("TridiagonalSolve", inputs: [.random([2, 3, 5]), .random([2, 5, 2])]),
            .raw("TridiagonalSolve", "of one row", inputs: [.randomIn(0.5...1, [3, 1]), .random([1, 2])]),
            .raw(
                "TridiagonalSolve", "without pivoting", attributes: ["partial_pivoting": .bool(false)],
                inputs: [.randomIn(0.5...1, [3, 4]), .random([4, 2])]),
        ]

    private static let leastSquares: [OperationCase] =
        [("tall", [2, 5, 3]), ("wide", [2, 3, 5])].flatMap { name, shape in
            [(0.0, true), (0.5, true), (0.0, false)].map { regularizer, isFast in
                // The slow way has no gradient.
                leastSquares(
                    "MatrixSolveLs, \(name), \(isFast ? "fast" : "slow"), \(regularizer)",
                    dtypes: isFast ? [.float32, .float64] : [.float32],
                    [.random(shape), .random(Array(shape.dropLast()) + [2])], regularizer, isFast)
            }
        } + [
            leastSquares(
                "MatrixSolveLs, slow, of a lower rank", dtypes: [.float32],
                [
                    .value(NDArray([1, 2, 2, 4, 3, 6] as [Float], dimensions: [3, 2])),
                    .value(NDArray([1, 0, 2] as [Float], dimensions: [3, 1])),
                ], 0, false)
        ]

    private static func leastSquares(
        _ description: String, type: String = "MatrixSolveLs", dtypes: [DType] = [.float32, .float64],
        _ inputs: [Input], _ regularizer: Double, _ isFast: Bool = true
    ) -> OperationCase {
        OperationCase(description, dtypes: dtypes, inputs: inputs) {
            raw(type, $0 + [$0[0].graph.constant(regularizer)], ["fast": .bool(isFast)])
        }
    }

    /// Names from before TensorFlow 0.12.
    private static let older: [OperationCase] =
        ["BatchCholesky", "BatchMatrixInverse", "BatchMatrixDeterminant"].map { type in
            OperationCase(type, inputs: [.random([2, 3, 3])]) { raw(type, [positive($0[0])]) }
        }
        + ["BatchMatrixSolve", "BatchMatrixTriangularSolve"].map { type in
            OperationCase(type, inputs: [.random([2, 3, 3]), .random([2, 3, 2])]) {
                raw(type, [positive($0[0]), $0[1]])
            }
        } + [
            .raw("BatchCholeskyGrad", inputs: [.randomIn(0.5...1.5, [2, 3, 3]), .random([2, 3, 3])]),
            leastSquares(
                "BatchMatrixSolveLs", type: "BatchMatrixSolveLs", [.random([2, 5, 3]), .random([2, 5, 2])], 0.5),
            .raw("BatchMatrixDiag", inputs: [.random([2, 3])]),
            .raw("BatchMatrixDiagPart", inputs: [.random([2, 3, 4])]),
            .raw("BatchMatrixSetDiag", inputs: [.random([2, 3, 4]), .random([2, 3])]),
            .raw(
                "BatchMatrixBandPart",
                inputs: [.random([2, 3, 4]), .value(NDArray(Int64(1))), .value(NDArray(Int64(0)))]),
        ]
        // Squares do not tell the signs of vectors apart, which are open.
        + ["SelfAdjointEig", "BatchSelfAdjointEig"].map { type in
            OperationCase(type, inputs: [.random([3, 3])]) { raw(type, [positive($0[0])]).squared() }
        }
        + [("BatchSelfAdjointEigV2", 2), ("BatchSvd", 3)].map { type, count in
            OperationCase(
                type, inputs: [.random([2, 3, 3])],
                buildAll: { inputs in
                    let matrix = positive(inputs[0])
                    let operation = matrix.graph.addRaw(type, inputs: [matrix])
                    return operation?.outputs.map { $0.squared() }
                        ?? Array(repeating: .invalid(in: matrix.graph), count: count)
                })
        }

    private static let diagonals: [OperationCase] = {
        let (k, whole) = (NDArray([-1, 2] as [Int32]), NDArray(Int32(-1)))
        return [
            OperationCase(
                "MatrixDiagV2",
                inputs: [.random([2, 4, 3]), .value(k), .value(NDArray(Int32(3))), .value(NDArray(Int32(4)))]
            ) { raw("MatrixDiagV2", $0 + [$0[0].zerosLike()[0, 0, 0]]) },
            OperationCase(
                "MatrixDiagV2, one diagonal",
                inputs: [.random([2, 3]), .value(NDArray(Int32(-1))), .value(whole), .value(whole)]
            ) { raw("MatrixDiagV2", $0 + [$0[0].zerosLike()[0, 0]]) },
            OperationCase("MatrixDiagPartV2", inputs: [.random([2, 3, 4]), .value(k)]) {
                raw("MatrixDiagPartV2", $0 + [$0[0].zerosLike()[0, 0, 0]])
            },
            .raw("MatrixSetDiagV2", inputs: [.random([2, 3, 4]), .random([2, 4, 3]), .value(k)]),
        ]
    }()

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
