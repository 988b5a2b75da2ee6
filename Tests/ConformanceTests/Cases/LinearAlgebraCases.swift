import Adjoint
import AdjointCore

extension OperationCase {
    /// Matrix products.
    static let linearAlgebra: [OperationCase] =
        transpositions.flatMap { left, right in
            [
                OperationCase(
                    "MatMul \(left) \(right)",
                    inputs: [.random(left ? [5, 3] : [3, 5]), .random(right ? [4, 5] : [5, 4])]
                ) { $0[0].multiplied(byMatrix: $0[1], transposingLeft: left, transposingRight: right) },
                OperationCase(
                    "BatchMatMulV2 \(left) \(right)",
                    inputs: [.random(left ? [2, 5, 3] : [2, 3, 5]), .random(right ? [2, 4, 5] : [2, 5, 4])]
                ) { matmul($0[0], $0[1], transposingLeft: left, transposingRight: right) },
                OperationCase(
                    "BatchMatMulV2 \(left) \(right) with a shared right factor",
                    inputs: [.random(left ? [2, 5, 3] : [2, 3, 5]), .random(right ? [4, 5] : [5, 4])]
                ) { matmul($0[0], $0[1], transposingLeft: left, transposingRight: right) },
            ]
        } + [
            OperationCase("BatchMatMulV2 with a shared left factor", inputs: [.random([3, 5]), .random([2, 5, 4])]) {
                matmul($0[0], $0[1])
            },
            OperationCase(
                "BatchMatMulV2 with both factors repeated", inputs: [.random([2, 1, 3, 5]), .random([6, 5, 4])]
            ) { matmul($0[0], $0[1]) },
            OperationCase("BatchMatMulV2 of no matrices", inputs: [.random([0, 3, 5]), .random([5, 4])]) {
                matmul($0[0], $0[1])
            },
            OperationCase("BatchMatMulV2 of no depth", inputs: [.random([2, 3, 0]), .random([2, 0, 4])]) {
                matmul($0[0], $0[1])
            },
            OperationCase("MatMul of no rows", inputs: [.random([0, 5]), .random([5, 4])]) {
                $0[0].multiplied(byMatrix: $0[1])
            },
            OperationCase("MatMul of one element", inputs: [.random([1, 1]), .random([1, 1])]) {
                $0[0].multiplied(byMatrix: $0[1])
            },
            OperationCase("Cross", inputs: [.random([2, 3]), .random([2, 3])]) { $0[0].crossProduct($0[1]) },
        ]

    private static let transpositions = [(false, false), (false, true), (true, false), (true, true)]
}
