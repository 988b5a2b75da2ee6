import Adjoint
import AdjointCore

extension OperationCase {
    /// Arithmetic of two operands with every kind of broadcasting.
    static let arithmetic: [OperationCase] =
        broadcastCases("Add", { $0 + $1 })
        + broadcastCases("Sub", { $0 - $1 })
        + broadcastCases("Mul", { $0 * $1 })
        + broadcastCases("RealDiv", right: 0.5...2, { $0 / $1 })
        + broadcastCases("DivNoNan", right: 0.5...2, { $0.dividedNoNaN(by: $1) })
        + broadcastCases("FloorMod", left: 2.3...2.7, right: 0.95...1, { $0 % $1 })
        + broadcastCases("Pow", left: 0.5...2, { pow($0, $1) })
        + broadcastCases("Maximum", { maximum($0, $1) })
        + broadcastCases("Minimum", { minimum($0, $1) })
        + broadcastCases("SquaredDifference", { squaredDifference($0, $1) })
        + broadcastCases("Atan2", left: 0.5...2, right: 0.5...2, { atan2($0, $1) })
        + [
            OperationCase("FloorDiv", inputs: [.random([2, 3]), .randomIn(0.3...0.9, [3])]) {
                $0[0].floorDivided(by: $0[1])
            },
            OperationCase("TruncateMod", inputs: [.random([2, 3]), .randomIn(0.3...0.9, [3])]) {
                $0[0].truncatingRemainder(dividingBy: $0[1])
            },
            OperationCase("Add of a number", inputs: [.random([2, 3])]) { $0[0] + 2 },
            OperationCase("Sub from a number", inputs: [.random([2, 3])]) { 2 - $0[0] },
            OperationCase("Mul by a number", inputs: [.random([2, 3])]) { 0.25 * $0[0] },
            OperationCase("RealDiv of a number", inputs: [.randomIn(0.5...2, [2, 3])]) { 1 / $0[0] },
            OperationCase("Pow with a constant exponent", inputs: [.random([2, 3])]) { pow($0[0], 3) },
            OperationCase("Maximum with a number", inputs: [.random([2, 3])]) { maximum($0[0], 0.1) },
            OperationCase("RealDiv of integers", inputs: [.value(NDArray([7, -7, 0] as [Int32]))]) { $0[0] / 2 },
            OperationCase(
                "FloorDiv of integers",
                inputs: [.value(NDArray([7, -7, 0] as [Int32])), .value(NDArray([2, 2, -3] as [Int32]))]
            ) { $0[0].floorDivided(by: $0[1]) },
            OperationCase(
                "FloorMod of integers",
                inputs: [.value(NDArray([7, -7, 0] as [Int64])), .value(NDArray([-2, 2, -3] as [Int64]))]
            ) { $0[0] % $0[1] },
            OperationCase("Pow of integers", inputs: [.value(NDArray([3, -2, 0] as [Int32]))]) { pow($0[0], 3) },
            OperationCase("AddN", inputs: [.random([2, 3]), .random([2, 3]), .random([2, 3])]) { addN($0) },
            OperationCase("AddN of one tensor", inputs: [.random([3])]) { addN([$0[0]], name: "sum") },
            OperationCase("AddN of one tensor twice", inputs: [.random([3]), .random([3])]) {
                addN([$0[0], $0[1], $0[0]])
            },
            OperationCase("BiasAdd", inputs: [.random([2, 3]), .random([3])]) { $0[0].addingBias($0[1]) },
            OperationCase("BiasAdd of rank 4", inputs: [.random([2, 3, 4, 5]), .random([5])]) {
                $0[0].addingBias($0[1])
            },
            OperationCase("BiasAdd, channels first", inputs: [.random([2, 3, 4, 5]), .random([3])]) {
                $0[0].addingBias($0[1], dataFormat: .channelsFirst)
            },
            OperationCase("BiasAdd of no rows", inputs: [.random([0, 3]), .random([3])]) { $0[0].addingBias($0[1]) },
        ]

    /// An op on equal shapes, on each side broadcast, across ranks, and on extents of 0 and 1.
    private static func broadcastCases(
        _ name: String, left: ClosedRange<Double> = -1...1, right: ClosedRange<Double> = -1...1,
        _ build: @escaping @Sendable (Tensor, Tensor) -> Tensor
    ) -> [OperationCase] {
        let shapes: [([Int], [Int])] = [
            ([2, 3], [2, 3]), ([2, 3], [3]), ([2, 3], []), ([], [2, 3]), ([2, 1], [3]), ([2, 1, 3], [4, 1]),
            ([1], [1, 1]), ([0, 3], [3]),
        ]
        return shapes.map { shapes in
            OperationCase(
                "\(name) \(shapes.0) \(shapes.1)", inputs: [.randomIn(left, shapes.0), .randomIn(right, shapes.1)]
            ) { build($0[0], $0[1]) }
        }
    }
}
