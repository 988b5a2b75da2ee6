import Testing

@testable import AdjointFormats

/// The first `count` bytes of "0 squared is 0; 1 squared is 1; 2 squared is 4; …".
func squaresText(_ count: Int) -> [UInt8] {
    var text: [UInt8] = []
    var number = 0
    while text.count < count {
        text += Array("\(number) squared is \(number * number); ".utf8)
        number += 1
    }
    return Array(text.prefix(count))
}

@Suite("Inflate")
struct InflateTests {
    @Test("gives back what zlib compressed, by every block type")
    func goldens() throws {
        for (name, expected) in [
            ("stored", squaresText(300)), ("fixed-code", squaresText(700)), ("dynamic-code", squaresText(20000)),
            ("literals-only", squaresText(700)), ("runs", [UInt8](repeating: 97, count: 70000)),
        ] {
            let compressed = try Fixture.bytes("gzip/\(name).deflate")
            let (output, size) = try inflate(Bytes(compressed))
            #expect(output == Bytes(expected), "\(name)")
            #expect(size == compressed.count)
        }
    }

    @Test("stops at the end of the stream and says how long it was")
    func trailingBytes() throws {
        let compressed = try Fixture.bytes("gzip/fixed-code.deflate")
        let (output, size) = try inflate(Bytes(compressed + [1, 2, 3]))
        #expect(output == Bytes(squaresText(700)))
        #expect(size == compressed.count)
    }

    @Test("throws where the data ends early", arguments: ["stored", "fixed-code", "literals-only", "runs"])
    func truncation(name: String) throws {
        Damage.expectTruncationsThrow(try Fixture.bytes("gzip/\(name).deflate")) { _ = try inflate($0) }
    }

    @Test("never traps on mutated data, and stays within the limit")
    func mutation() throws {
        let files = try ["stored", "fixed-code", "literals-only", "runs"].map {
            try Fixture.bytes("gzip/\($0).deflate")
        }
        try Damage.expectMutantsOnlyThrow(files, count: 2000) {
            let (output, _) = try inflate($0, maximumSize: 5000)
            #expect(output.count <= 5000)
        }
    }

    @Test("refuses to exceed the limit by a single byte")
    func limit() throws {
        for name in ["stored", "fixed-code", "literals-only"] {
            let compressed = try Fixture.bytes("gzip/\(name).deflate")
            let size = try inflate(Bytes(compressed)).output.count
            #expect(try inflate(Bytes(compressed), maximumSize: size).output.count == size)
            #expect { try inflate(Bytes(compressed), maximumSize: size - 1) } throws: {
                ($0 as? FormatError)?.kind == .limitExceeded
            }
        }
    }

    @Test(
        "refuses block types, lengths, symbols and codes that do not exist",
        arguments: [
            ("reserved block type", [0b111]),
            ("stored length without its complement", [0b001, 5, 0, 5, 0]),
            ("length symbol 286", [0b0110_0011, 0b0000_0000]),
            ("distance before the start", [0b0000_0011, 0b0000_0010, 0, 0]),
        ] as [(String, [UInt8])])
    func malformed(fault: String, data: [UInt8]) {
        #expect(throws: FormatError.self) { try inflate(Bytes(data)) }
    }

    @Test("takes complete codes only, apart from a single code of one bit")
    func codes() throws {
        _ = try HuffmanDecoder(lengths: [1, 1])
        _ = try HuffmanDecoder(lengths: [0, 1])
        _ = try HuffmanDecoder(lengths: [0, 0])
        _ = try HuffmanDecoder(lengths: [1, 2, 3, 3])
        for lengths in [[1, 1, 1], [2, 2], [2], [1, 2, 3], [15]] as [[UInt8]] {
            #expect(throws: FormatError.self) { try HuffmanDecoder(lengths: lengths) }
        }
    }

    @discardableResult
    private func inflate(_ bytes: Bytes, maximumSize: Int = .max) throws -> (output: Bytes, size: Int) {
        var output = ByteBuilder(capacity: 0)
        let size = try bytes.withUnsafeBytes {
            try Inflate.decompress($0, onto: &output, maximumSize: maximumSize)
        }
        return (output.finish(), size)
    }
}
