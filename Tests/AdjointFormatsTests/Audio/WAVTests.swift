import Testing

@testable import AdjointFormats

@Suite struct WAVTests {
    private let file = WAV.encode([0, 0.5, -1, 0.25, 1, -0.125], channels: 2, rate: 44100)

    /// The file with a part of its own somewhere.
    private func file(with name: String, of size: Int, at offset: Int) -> Bytes {
        var file = file
        file.insert(contentsOf: Array(name.utf8) + [UInt8(size), 0, 0, 0] + repeatElement(7, count: size), at: offset)
        return Bytes(file)
    }

    @Test func whatIsWrittenIsRead() throws {
        let sound = try WAV.decode(Bytes(file))
        #expect((sound.rate, sound.channels) == (44100, 2))
        #expect(sound.samples == [0, 0.5, -1, 0.25, 32767.0 / 32768, -0.125])
    }

    @Test func otherPartsAreSkipped() throws {
        let sound = try WAV.decode(Bytes(file))
        #expect(try WAV.decode(file(with: "JUNK", of: 6, at: 12)) == sound)
        #expect(try WAV.decode(file(with: "LIST", of: 3, at: 36)) == sound)
        #expect(try WAV.decode(file(with: "LIST", of: 3, at: file.count)) == sound)
        #expect(throws: FormatError.self) { try WAV.decode(file(with: "LIST", of: 3, at: 12)) }
        #expect(throws: FormatError.self) { try WAV.decode(file(with: "data", of: 4, at: 36)) }
    }

    @Test func otherSamplesAreRefused() {
        for (offset, byte) in [(20, UInt8(3)), (34, 8), (34, 24), (22, 0), (32, 2), (28, 1), (16, 17)] {
            var damaged = file
            damaged[offset] = byte
            #expect(throws: FormatError.self, "\(byte) at \(offset)") { try WAV.decode(Bytes(damaged)) }
        }
    }

    @Test func damageOnlyThrows() throws {
        Damage.expectTruncationsThrow(file) { _ = try WAV.decode($0) }
        try Damage.expectMutantsOnlyThrow([file], count: 3000) { _ = try WAV.decode($0) }
    }
}
