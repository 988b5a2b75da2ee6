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

@Suite("Tensor part")
struct TensorPartTests {
    @Test("reads TensorFlow's notation")
    func notation() throws {
        let part = try TensorPart(specification: "4 5 0,2:-")
        #expect(part.wholeShape == [4, 5] && part.shape == [2, 5])
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
