import Testing

@testable import AdjointFormats

@Suite struct PNGTests {
    private func pixels(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 / 3) } }

    @Test(arguments: 1...4)
    func whatIsWrittenIsRead(_ channels: Int) throws {
        let own = pixels(5 * 7 * channels)
        let image = try PNG.decode(PNG.encode(own, height: 5, width: 7, channels: channels))
        #expect((image.height, image.width, image.channels) == (5, 7, channels))
        #expect(image.pixels == own)
    }

    @Test func damageIsFound() throws {
        let file = Array(PNG.encode(pixels(60), height: 4, width: 5, channels: 3))
        for index in file.indices {
            var damaged = file
            damaged[index] ^= 0x55
            #expect(throws: FormatError.self, "byte \(index)") { try PNG.decode(Bytes(damaged)) }
        }
        for length in file.indices {
            #expect(throws: FormatError.self, "\(length) bytes") { try PNG.decode(Bytes(file[..<length])) }
        }
    }

    @Test func sizesAreLimited() {
        let file = PNG.encode(pixels(60), height: 4, width: 5, channels: 3)
        #expect(throws: FormatError.self) { try PNG.decode(file, maximumSize: 59) }
    }
}
