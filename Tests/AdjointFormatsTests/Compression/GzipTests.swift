import AdjointFormats
import Testing

@Suite("Gzip")
struct GzipTests {
    @Test("reads members with and without a name, one after another, padded by zeros")
    func members() throws {
        let text = try Fixture.bytes("gzip/text.gz")
        let named = try Fixture.bytes("gzip/named.gz")
        #expect(try Gzip.decompress(Bytes(text)) == Bytes(squaresText(300)))
        #expect(try Gzip.decompress(Bytes(named)) == Bytes(squaresText(3000)))
        #expect(try Gzip.decompress(Bytes(text + named)) == Bytes(squaresText(300) + squaresText(3000)))
        #expect(try Gzip.decompress(Bytes(text + [0, 0, 0])) == Bytes(squaresText(300)))
    }

    @Test("throws for a file cut at any byte")
    func truncation() throws {
        Damage.expectTruncationsThrow(try Fixture.bytes("gzip/text.gz")) { _ = try Gzip.decompress($0) }
        Damage.expectTruncationsThrow(Array(try Fixture.bytes("gzip/named.gz").prefix(40))) {
            _ = try Gzip.decompress($0)
        }
    }

    @Test("detects every flipped bit, or gives the same result")
    func bitFlips() throws {
        try Damage.expectBitFlipsAreDetectedOrHarmless(try Fixture.bytes("gzip/text.gz")) {
            try Gzip.decompress($0)
        }
    }

    @Test("says what is wrong")
    func faults() throws {
        let text = try Fixture.bytes("gzip/text.gz")
        expect(.badMagic, Bytes([0x50, 0x4b, 3, 4]))
        expect(.badMagic, Bytes())
        expect(.malformed, Bytes(text + [1]))
        expect(.unsupported, Bytes(text[..<2] + [7] + text[3...]))
        expect(.malformed, Bytes(text[..<3] + [0x20] + text[4...]))
        expect(.checksumMismatch, Bytes(text.dropLast(8) + [text[text.count - 8] ^ 1] + text.suffix(7)))
        expect(.checksumMismatch, Bytes(text.dropLast() + [9]))
        expect(.limitExceeded, Bytes(text), maximumSize: 299)
    }

    private func expect(
        _ kind: FormatError.Kind, _ file: Bytes, maximumSize: Int = .max,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(sourceLocation: sourceLocation) {
            try Gzip.decompress(file, maximumSize: maximumSize)
        } throws: {
            ($0 as? FormatError)?.kind == kind
        }
    }
}
