import Testing

@testable import AdjointFormats

@Suite("Bytes")
struct BytesTests {
    @Test("slices are counted from their own start, share the storage, and keep it alive")
    func slices() throws {
        let slice = try #require(Bytes([1, 2, 3, 4, 5]).slice(1..<4))
        #expect(Array(slice) == [2, 3, 4])
        #expect(slice[0] == 2)
        #expect(slice[1...] == [3, 4])
        #expect(slice.suffix(2) == [3, 4])
        #expect(slice.slice(2..<4) == nil)
        #expect(slice.slice(3..<3) == Bytes())
    }

    @Test("are equal, and hashed alike, where their contents are")
    func equality() {
        let slice = Bytes([9, 1, 2, 9])[1..<3]
        #expect(slice == [1, 2])
        #expect(slice != [1, 3])
        #expect(slice != [1, 2, 3])
        #expect(Set([slice, [1, 2]]).count == 1)
        #expect(Bytes() == Bytes([]))
    }

    @Test("a builder repeats its own end, also where the two overlap, as it grows")
    func builder() {
        var builder = ByteBuilder(capacity: 0)
        builder.append(1)
        builder.append(2)
        builder.appendRepeating(distance: 2, length: 5)
        builder.appendRepeating(distance: 1, length: 40)
        [7, 8].withUnsafeBytes { builder.append(UnsafeRawBufferPointer(rebasing: $0[..<1])) }
        #expect(builder.finish() == Bytes([1, 2, 1, 2, 1, 2, 1] + [UInt8](repeating: 1, count: 40) + [7]))
    }

    @Test("numbers are read in both orders of bytes, and never past the end")
    func reader() throws {
        var reader = ByteReader([1, 2, 3, 4, 0x96, 1, 5], format: "test")
        #expect(try reader.littleEndian(UInt16.self) == 0x0201)
        #expect(try reader.bigEndian(UInt16.self) == 0x0304)
        #expect(try reader.varint() == 150)
        #expect(throws: FormatError.self) { try reader.littleEndian(UInt16.self) }
        #expect(reader.remaining == 1)
        #expect(throws: FormatError.self) { try reader.read(.max) }
        #expect(throws: FormatError.self) { try reader.read(-1) }
    }
}
