import AdjointCore
import AdjointFormats
import AdjointOperations
import Testing

@Suite struct ImageFileTests {
    private let png = Array(PNG.encode([UInt8](repeating: 7, count: 12), height: 2, width: 2, channels: 3))

    private func mistake<Definition: OperationDefinition>(
        _ type: Definition.Type, _ bytes: [UInt8], _ attributes: Attributes = [:]
    ) -> String? {
        SingleOperation.mistake(type, attributes, [.scalar(bytes)])
    }

    @Test func filesOfOtherKindsAreNamed() {
        #expect(mistake(DecodePng.self, png) == nil)
        #expect(mistake(DecodeJpeg.self, png) == nil)
        #expect(mistake(DecodeBmp.self, png)?.contains("a file of kind PNG; possible: BMP") ?? false)
        #expect(mistake(DecodeImage.self, [])?.contains("no image of a known kind") ?? false)
        #expect(mistake(DecodeJpeg.self, Array("BM".utf8))?.contains("kind BMP; possible: GIF, JPEG, PNG") ?? false)
        #expect(mistake(DecodePng.self, Array(png.dropLast()))?.contains("cannot be read") ?? false)
    }

    @Test func attributesAreChecked() {
        #expect(mistake(DecodePng.self, png, ["channels": .int(2)])?.contains("channels must be") ?? false)
        #expect(mistake(DecodePng.self, png, ["channels": .int(1)])?.contains("not made grey") ?? false)
        #expect(mistake(DecodeJpeg.self, png, ["channels": .int(4)])?.contains("0, 1 or 3") ?? false)
        #expect(mistake(DecodeJpeg.self, png, ["ratio": .int(2)])?.contains("ratio must be 1") ?? false)
        #expect(mistake(DecodeJpeg.self, png, ["dct_method": .string("x")])?.contains("dct_method") ?? false)
    }
}
