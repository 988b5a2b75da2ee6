import Testing

@testable import AdjointFormats

/// Files that Pillow wrote, with the pixels that TensorFlow reads.
@Suite struct BMPTests {
    private static let names = ["color", "opaque", "grey"]

    private func file(_ name: String) throws -> [UInt8] { try Fixture.bytes("images/\(name).bmp") }

    @Test(arguments: names)
    func pixelsAreTensorFlows(_ name: String) throws {
        let expected = try NPY.decode(Bytes(Fixture.bytes("images/\(name).bmp.npy")))
        let image = try BMP.decode(Bytes(file(name)))
        #expect([image.height, image.width, image.channels] == expected.shape)
        #expect(Bytes(image.pixels) == expected.bytes)
    }

    @Test func linesMayStandFromTheTop() throws {
        let image = try BMP.decode(Bytes(file("color")))
        var turned = try file("color")
        turned.replaceSubrange(22..<26, with: [251, 255, 255, 255])
        let other = try BMP.decode(Bytes(turned))
        #expect(other.height == 5)
        #expect(Array(other.pixels.prefix(21)) == Array(image.pixels.suffix(21)))
    }

    @Test func damageOnlyThrows() throws {
        // Behind the last pixel stands padding.
        let file = try file("color")
        Damage.expectTruncationsThrow(Array(file.dropLast(3))) { _ = try BMP.decode($0) }
        try Damage.expectMutantsOnlyThrow(try Self.names.map(self.file), count: 3000) {
            _ = try BMP.decode($0, maximumSize: 1 << 16)
        }
        var large = file
        large.replaceSubrange(18..<26, with: [255, 255, 255, 127, 0, 0, 0, 128])
        #expect(throws: FormatError.self) { try BMP.decode(Bytes(large)) }
    }
}
