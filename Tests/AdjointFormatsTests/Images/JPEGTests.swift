import Testing

@testable import AdjointFormats

/// Files that Pillow wrote, with the pixels that TensorFlow reads.
@Suite struct JPEGTests {
    private static let names = [
        "full", "half", "wide", "grey", "progressive", "progressive-grey", "restarts", "small", "strong", "optimized",
    ]

    private func file(_ name: String) throws -> [UInt8] { try Fixture.bytes("images/\(name).jpg") }

    @Test(arguments: names)
    func pixelsAreTensorFlows(_ name: String) throws {
        for (suffix, transform) in [("fast", JPEG.Transform.fast), ("accurate", .accurate)] {
            let expected = try NPY.decode(Bytes(Fixture.bytes("images/\(name).\(suffix).npy")))
            let image = try JPEG.decode(Bytes(file(name)), transform: transform)
            #expect([image.height, image.width, image.channels] == expected.shape)
            let far = zip(image.pixels, expected.bytes).filter { $0 != $1 }
            #expect(far.isEmpty, "\(suffix): \(far.count) of \(image.pixels.count), such as \(far.prefix(3))")
        }
    }

    @Test func greyIsTheBrightness() throws {
        let (color, grey) = try (JPEG.decode(Bytes(file("full"))), JPEG.decode(Bytes(file("full")), channels: 1))
        #expect(grey.channels == 1 && grey.pixels.count * 3 == color.pixels.count)
        let repeated = try JPEG.decode(Bytes(file("grey")), channels: 3)
        #expect(try repeated.pixels == JPEG.decode(Bytes(file("grey"))).pixels.flatMap { [$0, $0, $0] })
    }

    @Test(arguments: ["half", "progressive", "restarts"])
    func truncatedFilesAreRefused(_ name: String) throws {
        // Without the marker of the end nothing of the image is missing.
        Damage.expectTruncationsThrow(try file(name)) { _ = try JPEG.decode($0) }
    }

    @Test func damageOnlyThrows() throws {
        let files = try ["small", "half", "progressive-grey", "restarts"].map(file)
        try Damage.expectMutantsOnlyThrow(files, count: 400) { _ = try JPEG.decode($0, maximumSize: 1 << 16) }
    }

    @Test func sizesAndScansAreLimited() throws {
        #expect(throws: FormatError.self) { try JPEG.decode(Bytes(file("half")), maximumSize: 21 * 30 * 3 - 1) }
        var large = try file("half")
        let frame = try #require(large.indices.first { large[$0] == 0xff && large[$0 + 1] == 0xc0 })
        large.replaceSubrange(frame + 5..<frame + 9, with: [0xff, 0xff, 0xff, 0xff])
        #expect(throws: FormatError.self) { try JPEG.decode(Bytes(large)) }
    }

    @Test func otherKindsAreRefused() throws {
        let file = try file("half")
        let frame = try #require(file.indices.first { file[$0] == 0xff && file[$0 + 1] == 0xc0 })
        for kind in [0xc3, 0xc9, 0xca] as [UInt8] {
            var other = file
            other[frame + 1] = kind
            #expect(throws: FormatError.self) { try JPEG.decode(Bytes(other)) }
        }
        var deep = file
        deep[frame + 4] = 12
        #expect(throws: FormatError.self) { try JPEG.decode(Bytes(deep)) }
    }
}
