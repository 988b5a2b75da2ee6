import Testing

@testable import AdjointFormats

@Suite("Sorted tables")
struct TableTests {
    @Test("give back their entries, whatever the size of blocks", arguments: [1, 50, 300, 262_144])
    func roundTrip(blockSize: Int) throws {
        for count in [0, 1, 2, 15, 16, 17, 33, 400] {
            let entries = (0..<count).map { index in
                (key: Array("layer\(10_000 + index * 3)/kernel".utf8), value: [UInt8](repeating: 5, count: index % 40))
            }
            var writer = TableWriter(blockSize: blockSize)
            var file: [UInt8] = []
            for entry in entries {
                writer.add(entry.key, entry.value)
                file += writer.takeBytes()
            }
            file += writer.finish()
            var read: [(key: [UInt8], value: [UInt8])] = []
            try TableReader(Bytes(file)).forEachEntry { read.append(($0, Array($1))) }
            #expect(read.map(\.key) == entries.map(\.key))
            #expect(read.map(\.value) == entries.map(\.value))
        }
    }

    @Test("with compressed blocks are read")
    func snappy() throws {
        // A literal of 5 bytes, a copy of 4 from 5 back, a copy of 10 from 1 back with a distance of two bytes.
        let compressed = Bytes([19, 4 << 2] + Array("abcde".utf8) + [0 << 2 | 1, 5, 9 << 2 | 2, 1, 0])
        #expect(try Snappy.decompress(compressed) == Bytes(Array("abcdeabcddddddddddd".utf8)))
        // A literal whose length takes two bytes.
        let long = [UInt8](repeating: 7, count: 300)
        #expect(try Snappy.decompress(Bytes([0xac, 2, 61 << 2, 43, 1] + long)) == Bytes(long))
        Damage.expectTruncationsThrow(Array(compressed)) { _ = try Snappy.decompress($0) }
        try Damage.expectMutantsOnlyThrow([Array(compressed)], count: 2000) { _ = try Snappy.decompress($0) }
        // A size that the data cannot have.
        #expect(throws: FormatError.self) { try Snappy.decompress([0xff, 0xff, 0xff, 0xff, 0x7f, 0, 1]) }
    }

    @Test("order codes sort as what they stand for")
    func orderedCode() {
        let numbers: [Int64] = [
            .min, -(1 << 62) - 1, -70000, -8193, -8192, -65, -64, -1, 0, 1, 63, 64, 8191, 8192, 1 << 40, .max,
        ]
        let codes = numbers.map { OrderedCode.signed($0) }
        for (left, right) in zip(codes, codes.dropFirst()) { #expect(left.lexicographicallyPrecedes(right)) }
        #expect(OrderedCode.signed(0) == [0x80])
        #expect(OrderedCode.signed(-1) == [0x7f])
        #expect(OrderedCode.signed(64) == [0xc0, 0x40])
        #expect(OrderedCode.unsigned(0) == [0])
        #expect(OrderedCode.unsigned(258) == [2, 1, 2])
        #expect(OrderedCode.string([0, 97, 255]) == [0, 255, 97, 255, 0, 0, 1])
    }
}
