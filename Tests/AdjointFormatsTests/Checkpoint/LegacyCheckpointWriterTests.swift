import AdjointFormats
import FileTestSupport
import Testing

@Suite("Legacy checkpoint writer")
struct LegacyCheckpointWriterTests {
    @Test("writes the very bytes that TensorFlow writes, parts of tensors included")
    func bytesOfTensorFlow() throws {
        let golden = try CheckpointGolden("legacy.ckpt")
        let fileSystem = SimulatedFileSystem()
        var writer = LegacyCheckpointWriter(path: "legacy.ckpt", fileSystem: fileSystem)
        for tensor in golden.tensors where tensor.name != "w" {
            try writer.add(tensor.name, stored(tensor, shape: tensor.shape, bytes: tensor.bytes))
        }
        // As in make_checkpoint_goldens.py.
        let whole = try #require(golden.tensors.last)
        let reader = try LegacyCheckpointReader(path: golden.prefix)
        for specification in ["4 5 0,1:0,5", "4 5 1,3:0,2", "4 5 1,3:2,3"] {
            let part = try TensorPart(specification: specification)
            let bytes = Array(try reader.bytes(of: "w", part: part))
            try writer.add("w", stored(whole, shape: part.shape, bytes: bytes), part: part)
        }
        try writer.finish()
        #expect(try Array(fileSystem.read("legacy.ckpt")) == Fixture.bytes("checkpoint/legacy.ckpt"))
    }

    private func stored(_ tensor: CheckpointGolden.Tensor, shape: [Int], bytes: [UInt8]) -> StoredArray {
        let dtype = DataType(rawValue: DataType.names.first { $0.value == tensor.dtype }!.key)
        return StoredArray(dtype: dtype, shape: shape, bytes: Bytes(bytes))
    }

    @Test("refuses parts that contradict each other")
    func contradictions() throws {
        var writer = LegacyCheckpointWriter(path: "m", fileSystem: SimulatedFileSystem())
        let row = StoredArray(dtype: .float32, shape: [1, 2], bytes: Bytes([UInt8](repeating: 0, count: 8)))
        try writer.add("w", row, part: TensorPart(specification: "2 2 0,1:-"))
        #expect(throws: FormatError.self) { try writer.add("w", row, part: TensorPart(specification: "2 2 0,1:-")) }
        #expect(throws: FormatError.self) { try writer.add("w", row, part: TensorPart(specification: "3 2 1,1:-")) }
        #expect(throws: FormatError.self) { try writer.add("w", row) }
    }
}

@Suite("Legacy checkpoint in several files")
struct LegacyShardsTests {
    private let files = SimulatedFileSystem()
    private let row = StoredArray(dtype: .uint8, shape: [1, 2], bytes: Bytes([1, 2]))

    private func write(_ shard: Int, _ add: (inout LegacyCheckpointWriter) throws -> Void) throws {
        var writer = LegacyCheckpointWriter(path: "m-0000\(shard)-of-00002", fileSystem: files)
        try add(&writer)
        try writer.finish()
    }

    @Test("reads them by the pattern of their names, tensors in parts in both of them too")
    func pattern() throws {
        try write(0) {
            try $0.add("a", row)
            try $0.add("w", row, part: TensorPart(specification: "2 2 1,1:0,2"))
        }
        try write(1) {
            let other = StoredArray(dtype: .uint8, shape: [1, 2], bytes: Bytes([3, 4]))
            try $0.add("w", other, part: TensorPart(specification: "2 2 0,1:0,2"))
        }
        let reader = try Checkpoint.open("m-?????-of-00002", fileSystem: files)
        #expect(reader.tensors.map(\.name) == ["a", "w"])
        #expect(try Array(reader.bytes(of: "w")) == [3, 4, 1, 2])
        #expect(try Array(reader.bytes(of: "a")) == [1, 2])
        #expect(throws: FileError.self) { try Checkpoint.open("m-?????-of-00003", fileSystem: files) }
        #expect(throws: FileError.self) { try Checkpoint.open("m-?????-of-00000", fileSystem: files) }
    }

    @Test("throws where the files contradict each other")
    func contradiction() throws {
        try write(0) { try $0.add("w", row, part: TensorPart(specification: "2 2 0,1:-")) }
        try write(1) { try $0.add("w", row, part: TensorPart(specification: "3 2 1,1:-")) }
        #expect(throws: FormatError.self) { try Checkpoint.open("m-?????-of-00002", fileSystem: files) }
    }
}

@Suite("Tensor part")
struct TensorPartTests {
    @Test("reads TensorFlow's notation")
    func notation() throws {
        let part = try TensorPart(specification: "4 5 0,2:-")
        #expect(part.wholeShape == [4, 5] && part.shape == [2, 5])
    }

    @Test("writes it too", arguments: ["4 5 0,2:-", "3 1,1", "1 2 3 -:-:0,1"])
    func written(specification: String) throws {
        #expect(try TensorPart(specification: specification).specification == specification)
    }

    @Test("is what a variable's message says")
    func message() throws {
        var info = SaveSliceInfoDef()
        (info.fullShape, info.offset, info.shape) = ([4, 5], [1, 0], [2, 5])
        #expect(try TensorPart(info).specification == "4 5 1,2:0,5")
        info.offset = [3, 0]
        #expect(throws: FormatError.self) { try TensorPart(info) }
        info.offset = [1]
        #expect(throws: FormatError.self) { try TensorPart(info) }
        #expect(throws: FormatError.self) { try TensorPart(SaveSliceInfoDef()) }
    }

    @Test(
        "throws where it is malformed",
        arguments: [
            "", " ", "4", "4 5", "4 0,2:-", "4 5 0,2", "4 5 3,2:-", "4 -1,2", "4 1,0", "4 a,b", "x 0,1", "4 1,2,3",
            "9223372036854775807 9223372036854775807 0,1:-", "4 9223372036854775807,1", "4 1,9223372036854775807",
            "-4 -",
        ])
    func malformed(specification: String) {
        #expect(throws: FormatError.self) { try TensorPart(specification: specification) }
    }
}
