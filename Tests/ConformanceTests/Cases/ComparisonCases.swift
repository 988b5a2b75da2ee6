import Adjoint
import AdjointCore

extension OperationCase {
    /// Comparisons, logic and selection.
    static let comparisons: [OperationCase] =
        pairs("Equal") { $0 .== $1 }
        + pairs("NotEqual") { $0 .!= $1 }
        + pairs("Less") { $0 .< $1 }
        + pairs("LessEqual") { $0 .<= $1 }
        + pairs("Greater") { $0 .> $1 }
        + pairs("GreaterEqual") { $0 .>= $1 }
        + [
            OperationCase("Less than a number", inputs: [.random([2, 3])]) { $0[0] .< 0.5 },
            OperationCase("A number greater", inputs: [.random([2, 3])]) { 0.5 .> $0[0] },
            OperationCase("ApproximateEqual", inputs: [.random([2, 3]), .random([2, 3])]) {
                $0[0].isApproximatelyEqual(to: $0[1], tolerance: 0.5)
            },
            OperationCase("LogicalAnd", inputs: [.value(bools), .value(bool)]) { $0[0].logicalAnd($0[1]) },
            OperationCase("LogicalOr", inputs: [.value(bools), .value(row)]) { $0[0].logicalOr($0[1]) },
            OperationCase("LogicalNot", inputs: [.value(bools)]) { $0[0].logicalNot() },
            OperationCase("LogicalXor", inputs: [.value(bools), .value(row)]) { $0[0].logicalXor($0[1]) },
            OperationCase("Select", inputs: [.value(bools), .random([2, 3]), .random([2, 3])]) {
                selectRows($0[0], then: $0[1], else: $0[2])
            },
            OperationCase(
                "Select of rows", inputs: [.value(NDArray([true, false])), .random([2, 3]), .random([2, 3])]
            ) { selectRows($0[0], then: $0[1], else: $0[2]) },
            OperationCase(
                "Select of strings",
                inputs: [
                    .value(NDArray([true, false])), .value(NDArray(strings: ["a", "b", "", "d"], dimensions: [2, 2])),
                    .value(NDArray(strings: ["e", "f", "g", "h"], dimensions: [2, 2])),
                ]
            ) { selectRows($0[0], then: $0[1], else: $0[2]) },
            OperationCase("Select by a scalar", inputs: [.value(bool), .random([2, 3]), .random([2, 3])]) {
                selectRows($0[0], then: $0[1], else: $0[2])
            },
            OperationCase("SelectV2", inputs: [.value(bools), .random([2, 3]), .random([2, 3])]) {
                select($0[0], then: $0[1], else: $0[2])
            },
            OperationCase("SelectV2 broadcast", inputs: [.value(row), .random([2, 1]), .random([])]) {
                select($0[0], then: $0[1], else: $0[2])
            },
            OperationCase(
                "SelectV2 broadcast by its condition", inputs: [.value(bools), .random([3]), .random([2, 1])]
            ) {
                select($0[0], then: $0[1], else: $0[2])
            },
            OperationCase("SelectV2 with a number", inputs: [.value(bools), .random([2, 3])]) {
                select($0[0], then: $0[1], else: 0)
            },
        ]

    private static let bools = NDArray([true, false, false, true, true, false], dimensions: [2, 3])
    private static let row = NDArray([true, false, true])
    private static let bool = NDArray(true)

    private static func pairs(
        _ name: String, _ build: @escaping @Sendable (Tensor, Tensor) -> Tensor
    ) -> [OperationCase] {
        let nan: [Float] = [.nan, 1, .infinity, 0]
        let other: [Float] = [.nan, 1, -.infinity, -0.0]
        return [
            OperationCase("\(name) [2, 3] [3]", inputs: [.random([2, 3]), .random([3])]) { build($0[0], $0[1]) },
            OperationCase("\(name) [2, 1] [3]", inputs: [.random([2, 1]), .random([3])]) { build($0[0], $0[1]) },
            OperationCase("\(name) [0, 3] []", inputs: [.random([0, 3]), .random([])]) { build($0[0], $0[1]) },
            OperationCase("\(name) of special values", inputs: [.value(NDArray(nan)), .value(NDArray(other))]) {
                build($0[0], $0[1])
            },
            OperationCase(
                "\(name) of integers",
                inputs: [.value(NDArray([1, 2, 3] as [Int32])), .value(NDArray([3, 2, 1] as [Int32]))]
            ) { build($0[0], $0[1]) },
        ]
    }
}
