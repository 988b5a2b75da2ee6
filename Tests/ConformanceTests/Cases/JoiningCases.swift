import Adjoint
import AdjointCore

extension OperationCase {
    /// Joining, splitting, padding, reversing.
    static let joining: [OperationCase] = [
        OperationCase("ConcatV2", inputs: [.random([2, 3]), .random([2, 4])]) { concatenate($0, axis: 1) },
        OperationCase("ConcatV2 along the first axis", inputs: [.random([2, 3]), .random([4, 3]), .random([1, 3])]) {
            concatenate($0, axis: -2)
        },
        OperationCase("ConcatV2 with nothing", inputs: [.random([0, 3]), .random([2, 3])]) { concatenate($0, axis: 0) },
        OperationCase("ConcatV2 of one", inputs: [.random([2, 3])]) { concatenate($0, axis: 0) },
        OperationCase("ConcatV2 of many", inputs: [.random([2, 1]), .random([2, 2])]) { x in
            concatenate((0..<18).map { x[$0 % 2] }, axis: 1)
        },
        OperationCase(
            "ConcatV2 of strings",
            inputs: [.value(NDArray(strings: ["a", "b"])), .value(NDArray(strings: ["", "längeres Wort"]))]
        ) { concatenate($0, axis: 0) },
        OperationCase("Pack", inputs: [.random([2, 3]), .random([2, 3])]) { stack($0) },
        OperationCase("Pack behind", inputs: [.random([2, 3]), .random([2, 3]), .random([2, 3])]) {
            stack($0, axis: -1)
        },
        OperationCase("Pack of scalars", inputs: [.random([]), .random([])]) { stack($0) },
        OperationCase("Unpack", inputs: [.random([2, 3])], buildAll: { $0[0].unstacked(axis: 1) }),
        OperationCase("Split", inputs: [.random([2, 6])], buildAll: { $0[0].split(count: 3, axis: 1) }),
        OperationCase("SplitV", inputs: [.random([2, 6])], buildAll: { $0[0].split(extents: [1, -1, 3], axis: -1) }),
        OperationCase(
            "SplitV with an empty part", inputs: [.random([3, 2])], buildAll: { $0[0].split(extents: [0, 3]) }),
        OperationCase("Pad", inputs: [.random([2, 3])]) {
            $0[0].padded(by: [Padding(before: 1, after: 2), Padding(after: 1)])
        },
        OperationCase("Pad of nothing", inputs: [.random([0, 3])]) {
            $0[0].padded(by: [Padding(before: 1), Padding()])
        },
        OperationCase("PadV2", inputs: [.random([2, 3])]) {
            $0[0].padded(by: [Padding(before: 1), Padding(before: 1, after: 2)], with: 0.5)
        },
        OperationCase("MirrorPad", inputs: [.random([3, 4])]) {
            $0[0].mirrorPadded(by: [Padding(before: 2, after: 1), Padding(after: 3)])
        },
        OperationCase("MirrorPad with edges", inputs: [.random([2, 3])]) {
            $0[0].mirrorPadded(by: [Padding(before: 2, after: 1), Padding(after: 3)], mode: .symmetric)
        },
        OperationCase("ReverseV2", inputs: [.random([2, 3, 4])]) { $0[0].reversed(axes: [0, -1]) },
    ]
}
