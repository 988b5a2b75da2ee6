import AdjointCore
import AdjointOperations
import Testing

@Suite struct TextOperationTests {
    /// As TensorFlow 2.21 takes or refuses them.
    @Test(arguments: [
        ("YR", "a"), ("YWI", "ab"), ("YWJ=", "ab"), ("YQ=", nil), ("YQ===", nil), ("Y", nil), ("Y===", nil), ("=", nil),
        ("==", nil), ("====", nil), ("YWJj=", nil), ("YW+/", nil), ("YQ==YQ==", nil), ("Y Q", nil),
    ])
    func base64IsReadStrictly(_ text: String, _ expected: String?) throws {
        let input = NDArray.scalar(Array(text.utf8))
        guard let expected else {
            #expect(SingleOperation.mistake(DecodeBase64.self, [:], [input]) != nil)
            return
        }
        #expect(try SingleOperation.run(DecodeBase64.self, [:], [input])[0].strings == [TensorString(expected)])
    }

    private func mistake(_ record: String, _ attributes: Attributes = [:], _ defaults: [NDArray]) -> String? {
        SingleOperation.mistake(DecodeCSV.self, attributes, [NDArray(strings: [TensorString(record)])] + defaults)
    }

    @Test func badLinesAreNamed() {
        let (number, required) = (NDArray([Int32(0)]), NDArray([] as [Int32]))
        #expect(mistake("1,2", [:], [number, number]) == nil)
        #expect(mistake("1", [:], [number, number])?.contains("record 0 has 1 fields, not 2") ?? false)
        #expect(mistake("", [:], [number])?.contains("0 fields") ?? false)
        #expect(mistake("1,", [:], [number, required])?.contains("field 1 is required") ?? false)
        #expect(mistake("0x3", [:], [number])?.contains("is no int32: '0x3'") ?? false)
        #expect(mistake("1\n", [:], [number])?.contains("end of a line") ?? false)
        #expect(mistake("\"a", [:], [NDArray(strings: ["x"])])?.contains("must end with one") ?? false)
        #expect(mistake("\"", [:], [NDArray(strings: ["x"])])?.contains("must end with one") ?? false)
        #expect(mistake("\"a\"b\"", [:], [NDArray(strings: ["x"])])?.contains("doubled") ?? false)
        #expect(mistake("1", ["field_delim": .string("ab")], [number])?.contains("one character") ?? false)
        #expect(mistake("1", ["select_cols": .list(.ints([1, 0]))], [number, number])?.contains("ascend") ?? false)
        #expect(mistake("1", ["select_cols": .list(.ints([0]))], [number, number])?.contains("selected") ?? false)
        #expect(mistake("1", ["select_cols": .list(.ints([4]))], [number])?.contains("0 fields") ?? false)
    }

    @Test func serializedTensorsAreChecked() throws {
        let array = NDArray([Float(1), 2])
        let bytes = try SingleOperation.run(SerializeTensor.self, [:], [array])[0].strings[0].bytes
        func mistake(_ bytes: [UInt8], _ dtype: DType = .float32) -> String? {
            SingleOperation.mistake(ParseTensor.self, ["out_type": .type(dtype)], [.scalar(bytes)])
        }
        #expect(mistake(bytes) == nil)
        #expect(mistake(bytes, .int32)?.contains("not int32") ?? false)
        #expect(mistake([]) != nil)
        // A shape of 2^40 elements, of which nothing is stated.
        #expect(
            mistake([0x08, 1, 0x12, 9, 0x12, 7, 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20])?.contains("too many")
                ?? false)
        for length in bytes.indices { _ = mistake(Array(bytes[..<length])) }
        for bit in 0..<8 * bytes.count {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            _ = mistake(damaged)
        }
    }
}
