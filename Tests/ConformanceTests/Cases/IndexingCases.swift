import Adjoint
import AdjointCore

extension OperationCase {
    /// Slicing, gathering, scattering, segments.
    static let indexing: [OperationCase] = [
        OperationCase("Slice", inputs: [.random([3, 4])]) { $0[0].sliced(begin: [1, 0], size: [-1, 2]) },
        OperationCase("Slice of nothing", inputs: [.random([3, 4])]) { $0[0].sliced(begin: [3, 0], size: [0, 2]) },
        OperationCase("StridedSlice, an index", inputs: [.random([3, 4])]) { $0[0][-1] },
        OperationCase("StridedSlice, ranges", inputs: [.random([3, 4, 5])]) { $0[0][1..<3, .all, 2...3] },
        OperationCase("StridedSlice, open ranges", inputs: [.random([3, 4])]) { $0[0][1..., ..<(-1)] },
        OperationCase("StridedSlice, steps", inputs: [.random([5, 4])]) {
            $0[0][.range(from: 4, to: 0, by: -2), .range(by: 3)]
        },
        OperationCase("StridedSlice, ellipsis and new axis", inputs: [.random([2, 3, 4])]) {
            $0[0][1, .ellipsis, .newAxis, 0]
        },
        OperationCase("StridedSlice, a range cut short", inputs: [.random([3])]) { $0[0][2..<9] },
        OperationCase("StridedSlice, an empty range", inputs: [.random([3, 2])]) { $0[0][2..<2] },
        OperationCase("StridedSlice, a computed index", inputs: [.random([3, 4]), .value(NDArray(Int32(1)))]) {
            $0[0][$0[1]]
        },
        OperationCase("StridedSlice of strings", inputs: [.value(NDArray(strings: ["a", "b", "c", "d"]))]) {
            $0[0][.range(by: -2)]
        },
        OperationCase("GatherV2 of rows", inputs: [.random([5, 3]), .value(NDArray([Int32(4), 0, 4]))]) {
            $0[0].gathered(at: $0[1])
        },
        OperationCase(
            "GatherV2 of columns",
            inputs: [.random([2, 5, 3]), .value(NDArray([Int64(4), 0, 4, 1], dimensions: [2, 2]))]
        ) { $0[0].gathered(at: $0[1], axis: 1) },
        OperationCase(
            "GatherV2 in batches",
            inputs: [.random([2, 3, 4]), .value(NDArray([Int32(2), 0, 1, 1], dimensions: [2, 2]))]
        ) { $0[0].gathered(at: $0[1], axis: 1, batchDimensions: 1) },
        OperationCase("GatherV2 by a scalar", inputs: [.random([5, 3]), .value(NDArray(Int32(2)))]) {
            $0[0].gathered(at: $0[1])
        },
        OperationCase("GatherV2 of strings", inputs: [.value(NDArray(strings: ["a", "b", "c"]))]) {
            $0[0].gathered(at: [2, 2, 0])
        },
        OperationCase(
            "GatherNd", inputs: [.random([3, 4, 2]), .value(NDArray([Int32(1), 0, 0, 2, 1, 0], dimensions: [3, 2]))]
        ) { $0[0].gathered(atCoordinates: $0[1]) },
        OperationCase(
            "GatherNd of rows", inputs: [.random([3, 4]), .value(NDArray([Int32(1), 0], dimensions: [2, 1]))]
        ) {
            $0[0].gathered(atCoordinates: $0[1])
        },
        OperationCase(
            "ScatterNd", inputs: [.random([3, 2]), .value(NDArray([Int32(1), 0, 1], dimensions: [3, 1]))]
        ) { $0[0].scattered(at: $0[1], shape: [4, 2]) },
        OperationCase("UnsortedSegmentSum", inputs: [.random([4, 3]), .value(NDArray([Int32(1), -1, 0, 1]))]) {
            $0[0].unsortedSegmentSum(segments: $0[1], count: 3)
        },
        OperationCase("SegmentSum", inputs: [.random([4, 3]), .value(NDArray([Int32(0), 0, 1, 3]))]) {
            $0[0].segmentSum(segments: $0[1])
        },
        OperationCase("OneHot", inputs: [.value(NDArray([Int32(1), 7, 0, -1]))]) { $0[0].oneHot(depth: 3) },
        OperationCase("OneHot in front", inputs: [.value(NDArray([Int64(1), 0], dimensions: [2, 1]))]) {
            $0[0].oneHot(depth: 3, on: 5, off: -1, axis: 0, dtype: .int32)
        },
        OperationCase("Where", inputs: [.value(NDArray([true, false, true, true], dimensions: [2, 2]))]) {
            $0[0].nonzeroCoordinates()
        },
        OperationCase("Where of numbers", inputs: [.value(NDArray([Float(0), -0.0, 3, -1]))]) {
            $0[0].nonzeroCoordinates()
        },
        OperationCase(
            "DynamicStitch",
            inputs: [.random([2, 3]), .random([3]), .value(NDArray([Int32(3), 0])), .value(NDArray(Int32(1)))]
        ) { dynamicStitch(indices: [$0[2], $0[3]], data: [$0[0], $0[1]]) },
        OperationCase(
            "DynamicPartition", inputs: [.random([4, 2]), .value(NDArray([Int32(1), 0, 1, 1]))],
            buildAll: { $0[0].partitioned(by: $0[1], count: 3) }),
        OperationCase(
            "ListDiff", inputs: [.value(NDArray([Int32(3), 1, 2])), .value(NDArray([Int32(1)]))],
            buildAll: { x in
                let difference = x[0].listDifference(from: x[1])
                return [difference.values, difference.positions]
            }),
        OperationCase(
            "Unique", inputs: [.value(NDArray([Int32(3), 1, 3, 2, 1]))],
            buildAll: { x in
                let unique = x[0].unique()
                return [unique.values, unique.indices]
            }),
        .raw(
            "UnravelIndex",
            inputs: [.value(NDArray([22, 0, 23, -1] as [Int64])), .value(NDArray([2, 3, 4] as [Int64]))]),
        .raw(
            "UnravelIndex", "of one place",
            inputs: [.value(NDArray(Int32(5))), .value(NDArray([2, 3] as [Int32]))]),
    ]
}
