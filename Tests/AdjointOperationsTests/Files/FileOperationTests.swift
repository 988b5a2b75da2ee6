import AdjointCore
import AdjointFormats
import AdjointOperations
import AdjointRuntime
import FileTestSupport
import Foundation
import Testing

/// The ops that savers of imported graphs consist of, on real files.
@Suite struct FileOperationTests {
    private let graph = Graph()

    private func text(_ strings: String...) -> Tensor {
        graph.constant(NDArray(strings: strings.map { TensorString($0) }))
    }

    private func scalar(_ string: String) -> Tensor {
        graph.constant(NDArray(strings: [TensorString(string)], dimensions: []))
    }

    private let matrix = NDArray((0..<12).map { Float($0) }, dimensions: [3, 4])

    /// One tensor of every kind of element.
    private var arrays: [NDArray] {
        [
            matrix, NDArray([1.5, -2]), NDArray([-1, 1 << 40] as [Int64]), NDArray([-3] as [Int32]),
            NDArray([-4, 5] as [Int16]), NDArray([-6] as [Int8]), NDArray([200, 7] as [UInt8]),
            NDArray([true, false]), NDArray(strings: ["", "ä", "b"]), NDArray(Float(8)),
            NDArray([Float](), dimensions: [0, 2]),
        ]
    }

    @Test func filesAreRead() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/file"
            try Data([0, 255, 10]).write(to: URL(fileURLWithPath: path))
            let contents = graph.addTensor(ReadFile(), inputs: [scalar(path)])
            #expect(try Session(graph).run(contents).strings == [TensorString(bytes: [0, 255, 10])])
            let missing = graph.addTensor(ReadFile(), inputs: [scalar(path + "x")])
            #expect(throws: GraphError.self) { try Session(graph).run(missing) }
        }
    }

    @Test func filesAreWritten() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/new/deep/file"
            let write = try #require(graph.add(WriteFile(), inputs: [scalar(path), scalar("ab\0c")]))
            try Session(graph).run(write)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("ab\0c".utf8))
            let beneath = try #require(graph.add(WriteFile(), inputs: [scalar(path + "/x"), scalar("")]))
            #expect(throws: GraphError.self) { try Session(graph).run(beneath) }
        }
    }

    /// What TensorFlow 2.21 finds.
    @Test func filesAreMatched() throws {
        try withTemporaryDirectory { directory in
            try FileManager.default.createDirectory(
                atPath: directory + "/sub/deep", withIntermediateDirectories: true)
            for name in ["a1.txt", "a2.txt", "b.txt", ".hidden", "a[1].txt", "sub/a3.txt", "sub/deep/z"] {
                try "x".write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
            }
            let expected: [(String, [String])] = [
                ("/a*.txt", ["/a1.txt", "/a2.txt", "/a[1].txt"]),
                ("/*", ["/.hidden", "/a1.txt", "/a2.txt", "/a[1].txt", "/b.txt", "/sub"]),
                ("/[ab]*.txt", ["/a1.txt", "/a2.txt", "/a[1].txt", "/b.txt"]), ("/[^a]*.txt", ["/b.txt"]),
                ("/a?.txt", ["/a1.txt", "/a2.txt"]), ("/*/a*", ["/sub/a3.txt"]), ("/*/*/*", ["/sub/deep/z"]),
                ("/a1.txt", ["/a1.txt"]), ("/none", []), ("/none/*", []), ("/", ["/"]),
                ("/a\\[1\\].txt", ["/a[1].txt"]), ("//a1.txt", ["//a1.txt"]), ("/[a-b]1.txt", ["/a1.txt"]),
                ("/{a1,b}.txt", []), ("/a[1.txt", []),
            ]
            for (pattern, names) in expected {
                let found = graph.addTensor(MatchingFiles(), inputs: [scalar(directory + pattern)])
                let paths = try Session(graph).run(found).strings.map(\.description)
                #expect(paths == names.map { directory + $0 }, "\(pattern)")
            }
            let several = graph.addTensor(
                MatchingFiles(), inputs: [text(directory + "/b*", directory + "/a1*", directory + "/?.txt")])
            #expect(
                try Session(graph).run(several).strings.map(\.description)
                    == ["/a1.txt", "/b.txt", "/b.txt"].map { directory + $0 })
        }
    }

    @Test func tablesAreReadFromFiles() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/words"
            try "a\t7\r\nb\t-8\nc\t9".write(toFile: path, atomically: true, encoding: .utf8)
            func found(
                keys keyIndex: Int, values valueIndex: Int, offset: Int = 0, count: Int = -1, in keys: [TensorString]
            ) throws -> [Int64] {
                let handle = graph.addTensor(HashTableV2(), inputs: [])
                var definition = InitializeTableFromTextFileV2()
                (definition.keyIndex, definition.valueIndex) = (keyIndex, valueIndex)
                (definition.offset, definition.count) = (offset, count)
                let write = try #require(graph.add(definition, inputs: [handle, scalar(path)]))
                let values = graph.withControlDependencies(on: [write]) {
                    handle.lookup(graph.constant(NDArray(strings: keys)), default: graph.constant(Int64(-1)))
                }
                return try Session(graph).run(values).scalars(as: Int64.self)
            }
            #expect(try found(keys: 0, values: 1, in: ["b", "x", "a"]) == [-8, -1, 7])
            #expect(try found(keys: 0, values: -1, offset: 1, in: ["c", "a"]) == [1, -1])
            #expect(try found(keys: -2, values: -1, in: ["c\t9", "c"]) == [2, -1])
            #expect(throws: GraphError.self) { try found(keys: 0, values: 2, in: ["a"]) }
            #expect(throws: GraphError.self) { try found(keys: 0, values: -2, in: ["a"]) }
            #expect(throws: GraphError.self) { try found(keys: 0, values: 1, count: 4, in: ["a"]) }
        }
    }

    @Test(arguments: ["Save", "SaveSlices", "SaveV2"])
    func whatIsSavedIsRestored(type: String) throws {
        try withTemporaryDirectory { directory in
            let path = scalar("\(directory)/new/model")
            let names = arrays.indices.map { "t\($0)" }
            let nameTensor = graph.constant(NDArray(strings: names.map { TensorString($0) }))
            let slices = graph.constant(NDArray(strings: names.map { _ in TensorString() }))
            let tensors = arrays.map { graph.constant($0) }
            let save =
                switch type {
                case "Save": graph.add(Save(), inputs: [path, nameTensor] + tensors)
                case "SaveSlices": graph.add(SaveSlices(), inputs: [path, nameTensor, slices] + tensors)
                default: graph.add(SaveV2(), inputs: [path, nameTensor, slices] + tensors)
                }
            let session = try Session(graph)
            try session.run(try #require(save))
            let restored = graph.addTensors(
                RestoreV2(dtypes: arrays.map(\.dtype)), inputs: [path, nameTensor, slices], count: arrays.count)
            #expect(try session.run(restored) == arrays)
            for (name, array) in zip(names, arrays) {
                let one = graph.addTensor(Restore(dtype: array.dtype), inputs: [path, scalar(name)])
                #expect(try session.run(one) == array)
            }
            // Rows 1 and 2, and of these the middle columns.
            let part = graph.addTensor(
                RestoreSlice(dtype: .float32), inputs: [path, scalar("t0"), scalar("3 4 1,2:1,2")])
            #expect(try session.run(part) == NDArray([Float(5), 6, 9, 10], dimensions: [2, 2]))
        }
    }

    @Test(arguments: ["SaveSlices", "SaveV2"]) func partsMakeAWhole(type: String) throws {
        try withTemporaryDirectory { directory in
            let path = scalar(directory + "/model")
            let inputs = [
                path, text("w", "w"), text("3 4 0,1:-", "3 4 1,2:-"), graph.constant(matrix.rows(0..<1)),
                graph.constant(matrix.rows(1..<3)),
            ]
            let save = type == "SaveV2" ? graph.add(SaveV2(), inputs: inputs) : graph.add(SaveSlices(), inputs: inputs)
            let session = try Session(graph)
            try session.run(try #require(save))
            let whole = graph.addTensor(Restore(dtype: .float32), inputs: [path, scalar("w")])
            #expect(try session.run(whole) == matrix)
        }
    }

    @Test func mergedCheckpointsAreOne() throws {
        try withTemporaryDirectory { directory in
            let session = try Session(graph)
            for value in 1...3 {
                var parts: [String] = []
                for shard in 0..<2 {
                    let path = "\(directory)/temp_\(value)/part-0000\(shard)-of-00002"
                    parts.append(path)
                    let save = graph.add(
                        SaveV2(),
                        inputs: [scalar(path), text("v\(shard)"), text(""), graph.constant(Float(10 * value + shard))])
                    try session.run(try #require(save))
                }
                let merge = graph.add(
                    MergeV2Checkpoints(), inputs: [text(parts[0], parts[1]), scalar(directory + "/model")])
                try session.run(try #require(merge))
                let reader = try TensorBundleReader(prefix: directory + "/model")
                for shard in 0..<2 {
                    let saved = try reader.array(of: "v\(shard)").scalar(as: Float.self)
                    #expect(saved == Float(10 * value + shard))
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 3)
            }
        }
    }

    @Test func mistakesNameTheOp() throws {
        try withTemporaryDirectory { directory in
            let session = try Session(graph)
            let path = scalar(directory + "/model")
            func failure(_ inputs: [Tensor]) throws -> String {
                let save = try #require(graph.add(SaveV2(), inputs: [path] + inputs))
                return "\(try #require(throws: GraphError.self) { try session.run(save) })"
            }
            let one = graph.constant(Float(1))
            #expect(try failure([text("a", "a"), text("", ""), one, one]).contains("'a', which is empty or taken"))
            #expect(try failure([text("a"), text("4 0,2"), one]).contains("its slice [2]"))
            #expect(try failure([text("a"), text("4 3,2"), one]).contains("not a shape and a slice"))
            let save = try #require(graph.add(SaveV2(), inputs: [path, text("a"), text(""), one]))
            try session.run(save)
            let wrongType = graph.addTensor(Restore(dtype: .int32), inputs: [path, scalar("a")])
            let error = try #require(throws: GraphError.self) { try session.run(wrongType) }
            #expect("\(error)".contains("'a' is float32 in the file, not int32"))
            #expect(graph.add(SaveV2(), inputs: [path, text("a"), text("", ""), one]) == nil)
        }
    }
}
