import Testing

@testable import AdjointFormats

/// Files that Pillow wrote, with the pixels that TensorFlow reads.
@Suite struct GIFTests {
    private static let names = ["plain", "interlaced", "animation", "overlay"]

    private func file(_ name: String) throws -> [UInt8] { try Fixture.bytes("images/\(name).gif") }

    @Test(arguments: names)
    func framesAreTensorFlows(_ name: String) throws {
        let expected = try NPY.decode(Bytes(Fixture.bytes("images/\(name).gif.npy")))
        let frames = try GIF.decode(Bytes(file(name)))
        #expect([frames.count, frames[0].height, frames[0].width, 3] == expected.shape)
        #expect(Bytes(frames.flatMap(\.pixels)) == expected.bytes)
    }

    @Test func damageOnlyThrows() throws {
        Damage.expectTruncationsThrow(try file("overlay")) { _ = try GIF.decode($0) }
        let files = try Self.names.map(file)
        try Damage.expectMutantsOnlyThrow(files, count: 1500) { _ = try GIF.decode($0, maximumSize: 1 << 16) }
    }

    @Test func sizesAreLimited() throws {
        #expect(throws: FormatError.self) { try GIF.decode(Bytes(file("animation")), maximumSize: 3 * 12 * 16 * 3 - 1) }
        var large = try file("plain")
        large.replaceSubrange(6..<10, with: [0xff, 0xff, 0xff, 0xff])
        #expect(throws: FormatError.self) { try GIF.decode(Bytes(large)) }
    }
}
