import AdjointFormats
import FileTestSupport
import Testing

@Suite("safetensors")
struct SafeTensorsTests {
    @Test("a file of the reference library is read, and written again byte for byte")
    func golden() throws {
        let path = Fixture.path("arrays/numbers.safetensors")
        let file = try SafeTensors(contentsOf: path)
        #expect(file.metadata == ["made by": "a \"script\""])
        #expect(file.names.sorted() == ["bool", "float16", "float32", "float64", "int32", "int64", "uint8"])
        var arrays: [String: StoredArray] = [:]
        for name in file.names {
            arrays[name] = try file.array(named: name)
            #expect(arrays[name] == ArrayGoldens.arrays[name], "\(name)")
        }
        let fileSystem = SimulatedFileSystem()
        try SafeTensors.write(arrays, metadata: file.metadata, to: "out", fileSystem: fileSystem)
        let written = try fileSystem.read("out")
        #expect(try SafeTensors(written).names.count == 7)
        for name in file.names { #expect(try SafeTensors(written).array(named: name) == arrays[name]) }
        #expect(written == Bytes(try Fixture.bytes("arrays/numbers.safetensors")))
    }

    @Test("throws where it is cut at any byte, and never traps on mutated files")
    func damage() throws {
        let file = try Fixture.bytes("arrays/numbers.safetensors")
        Damage.expectTruncationsThrow(file) { try readAll($0) }
        try Damage.expectMutantsOnlyThrow([file], count: 2000) { try readAll($0) }
    }

    @Test(
        "refuses headers that make no sense",
        arguments: [
            "", "[]", "{", #"{"a":1}"#, #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{}}"#,
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,3]}}"#,
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}"#,
            #"{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}"#,
            #"{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}"#,
            #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,5]}}"#,
            #"{"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}"#,
            #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} x"#,
            #"{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}}"#,
            #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":0}}"#,
            #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#,
            #"{"\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#, #"{"__metadata__":{"a":1}}"#,
        ])
    func malformed(header: String) {
        #expect(throws: FormatError.self) {
            try SafeTensors(
                Bytes([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [1, 2, 3, 4]))
        }
    }

    @Test("refuses values nested too deep, without running out of stack")
    func depth() {
        let header = Array(#"{"a":"#.utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 60_000)
        let size = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        #expect { try SafeTensors(Bytes(size + header)) } throws: { ($0 as? FormatError)?.kind == .limitExceeded }
    }

    @Test("keeps names of any characters")
    func names() throws {
        let name = "a\"\\\n\u{1}é😀/b:0"
        let fileSystem = SimulatedFileSystem()
        let array = try #require(ArrayGoldens.arrays["float32"])
        try SafeTensors.write([name: array], to: "out", fileSystem: fileSystem)
        #expect(try SafeTensors(contentsOf: "out", fileSystem: fileSystem).array(named: name) == array)
    }

    private func readAll(_ contents: Bytes) throws {
        let file = try SafeTensors(contents)
        for name in file.names { _ = try file.array(named: name) }
    }
}
