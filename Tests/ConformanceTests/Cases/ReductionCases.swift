import Adjoint
import AdjointCore

extension OperationCase {
    /// Reductions over all, some and no axes, with and without kept dimensions.
    static let reductions: [OperationCase] =
        reductionCases("Sum") { $0.sum(axes: $1, keepingDimensions: $2) }
        + reductionCases("Mean") { $0.mean(axes: $1, keepingDimensions: $2) }
        + reductionCases("Prod") { $0.product(axes: $1, keepingDimensions: $2) }
        + reductionCases("Max") { $0.max(axes: $1, keepingDimensions: $2) }
        + reductionCases("Min") { $0.min(axes: $1, keepingDimensions: $2) }
        + reductionCases("EuclideanNorm") { $0.euclideanNorm(axes: $1, keepingDimensions: $2) }
        + reductionCases("LogSumExp") { $0.logSumExp(axes: $1, keepingDimensions: $2) }
        + [
            OperationCase("Sum of nothing", inputs: [.random([0, 3])]) { $0[0].sum(axes: 0) },
            OperationCase("Prod of nothing", inputs: [.random([0, 3])]) { $0[0].product(axes: 0) },
            OperationCase("Sum of no rows", inputs: [.random([0, 3])]) { $0[0].sum(axes: 1) },
            OperationCase("Sum along computed axes", inputs: [.random([2, 3, 4])]) { x in
                x[0].sum(axes: x[0].graph.constant([Int32(2), 0]))
            },
            OperationCase(
                "Sum of integers", inputs: [.value(NDArray([Int32(1), -2, 3, 4, 5, -6], dimensions: [2, 3]))]
            ) {
                $0[0].sum(axes: 1)
            },
            OperationCase(
                "Mean of integers", inputs: [.value(NDArray([Int32(1), -2, -7, 4, 5, 6], dimensions: [2, 3]))]
            ) {
                $0[0].mean(axes: 1)
            },
            OperationCase("Max of integers", inputs: [.value(NDArray([Int64(1), -2, 3, 4], dimensions: [2, 2]))]) {
                $0[0].max(axes: 0)
            },
            OperationCase("Any", inputs: [.value(NDArray([true, false, false, false], dimensions: [2, 2]))]) {
                $0[0].any(axes: 1)
            },
            OperationCase("All", inputs: [.value(NDArray([true, true, false, true], dimensions: [2, 2]))]) {
                $0[0].all(axes: 1, keepingDimensions: true)
            },
            OperationCase("CumulativeLogsumexp", inputs: [.random([2, 3, 4])]) {
                raw("CumulativeLogsumexp", [$0[0], $0[0].graph.constant(Int32(1))])
            },
            OperationCase("CumulativeLogsumexp reversed", inputs: [.random([3, 2])]) {
                raw("CumulativeLogsumexp", [$0[0], $0[0].graph.constant(Int64(-2))], ["reverse": .bool(true)])
            },
            OperationCase("CumulativeLogsumexp exclusive", inputs: [.value(NDArray([1, 4, 2, 90] as [Int32]))]) {
                raw(
                    "CumulativeLogsumexp", [$0[0].cast(to: .float32), $0[0].graph.constant(Int32(0))],
                    ["exclusive": .bool(true)])
            },
            OperationCase("NthElement", inputs: [.random([2, 3, 5])]) {
                raw("NthElement", [$0[0], $0[0].graph.constant(Int32(1))])
            },
            .raw(
                "NthElement", "from the largest, of equal ones", dtypes: [.int32], attributes: ["reverse": .bool(true)],
                inputs: [
                    .value(NDArray([3, 1, 3, 2, 0, 0] as [Int32], dimensions: [2, 3])), .value(NDArray(Int32(1))),
                ]),
            OperationCase("Cumsum", inputs: [.random([2, 3, 4])]) { $0[0].cumulativeSum(axis: 1) },
            OperationCase("Cumsum exclusive", inputs: [.random([2, 3])]) {
                $0[0].cumulativeSum(axis: -1, exclusive: true)
            },
            OperationCase("Cumsum reversed", inputs: [.random([2, 3])]) { $0[0].cumulativeSum(axis: 0, reverse: true) },
            OperationCase("Cumprod", inputs: [.randomIn(0.5...1.5, [2, 3])]) { $0[0].cumulativeProduct(axis: 1) },
            OperationCase("Cumprod exclusive and reversed", inputs: [.randomIn(0.5...1.5, [3, 2])]) {
                $0[0].cumulativeProduct(axis: 0, exclusive: true, reverse: true)
            },
            OperationCase("ArgMax", inputs: [.random([2, 5])]) { $0[0].argMax(axis: 1) },
            OperationCase("ArgMax as int32", inputs: [.random([3, 5])]) { $0[0].argMax(axis: 0, dtype: .int32) },
            OperationCase("ArgMin", inputs: [.random([2, 5])]) { $0[0].argMin(axis: -1) },
        ]

    private static func reductionCases(
        _ name: String, _ reduce: @escaping @Sendable (Tensor, (any IndexOperand)?, Bool) -> Tensor
    ) -> [OperationCase] {
        [
            OperationCase("\(name) of all", inputs: [.random([2, 3])]) { reduce($0[0], nil, false) },
            OperationCase("\(name) of all, kept", inputs: [.random([2, 3])]) { reduce($0[0], nil, true) },
            OperationCase("\(name) along an axis", inputs: [.random([2, 3, 4])]) { reduce($0[0], 1, false) },
            OperationCase("\(name) along a negative axis, kept", inputs: [.random([2, 3, 4])]) {
                reduce($0[0], -3, true)
            },
            OperationCase("\(name) along two axes", inputs: [.random([2, 3, 4])]) { reduce($0[0], [0, 2], false) },
            OperationCase("\(name) along an axis of extent 1", inputs: [.random([3, 1])]) { reduce($0[0], 1, false) },
            OperationCase("\(name) of a vector", inputs: [.random([5])]) { reduce($0[0], nil, false) },
        ]
    }

    private static func raw(
        _ type: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
    ) -> Tensor {
        inputs[0].graph.addRaw(type, attributes: attributes, inputs: inputs)?.output() ?? .invalid(in: inputs[0].graph)
    }
}
