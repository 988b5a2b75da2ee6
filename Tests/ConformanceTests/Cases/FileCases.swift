import Adjoint
import AdjointCore

extension OperationCase {
    /// Ops on names of files. Those on files themselves have tests of their own: the laws would run them side by side.
    static let files: [OperationCase] = [
        OperationCase(
            "ShardedFilename",
            inputs: [
                .value(NDArray(strings: ["dir/part"], dimensions: [])), .value(NDArray(Int32(3))),
                .value(NDArray(Int32(123_456))),
            ]
        ) { $0[0].shardedFilename(shard: $0[1], of: $0[2]) },
        OperationCase(
            "ShardedFilespec",
            inputs: [.value(NDArray(strings: ["dir/part"], dimensions: [])), .value(NDArray(Int32(12)))]
        ) { $0[0].shardedFilespec(of: $0[1]) },
        OperationCase(
            "StringJoin",
            inputs: [
                .value(NDArray(strings: ["a", "", "c"])), .value(NDArray(strings: ["-"], dimensions: [])),
                .value(NDArray(strings: ["x", "y", ""])),
            ]
        ) { join($0, separator: "/") },
        OperationCase("StringJoin of nothing", inputs: [.value(NDArray(strings: [], dimensions: [2, 0]))]) { join($0) },
        OperationCase("StaticRegexFullMatch", inputs: [.value(NDArray(strings: ["s3://a", "/s3://", "s3:/"]))]) {
            $0[0].isMatched(by: "^s3://.*")
        },
    ]
}
