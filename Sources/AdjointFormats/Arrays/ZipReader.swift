import AdjointKernels

/// Reads zip archives. Source: PKWARE's APPNOTE.
///
/// Members are found through the central directory, and read only when they are asked for.
struct ZipReader {
    /// One file of an archive.
    struct Member {
        var name: String
        var method: UInt16
        var checksum: UInt32
        var compressedSize: Int
        var size: Int
        var headerOffset: Int
    }

    /// The members in the order of the directory.
    let members: [Member]
    private let bytes: Bytes

    /// Reads the directory.
    ///
    /// - Throws: `FormatError`: `badMagic`, `truncated`, `malformed` or `unsupported`.
    init(_ bytes: Bytes) throws {
        self.bytes = bytes
        let directory = try Self.findDirectory(bytes)
        var reader = ByteReader(directory, format: "zip")
        var members: [Member] = []
        while reader.remaining > 0 { members.append(try Self.readEntry(&reader)) }
        self.members = members
    }

    /// The contents of a member, uncompressed and verified.
    ///
    /// - Throws: `FormatError`: `truncated`, `malformed`, `checksumMismatch` or `unsupported`.
    func contents(of member: Member) throws -> Bytes {
        guard member.headerOffset <= bytes.count else {
            throw FormatError(.malformed, format: "zip", "the member '\(member.name)' lies outside the file")
        }
        var reader = ByteReader(bytes[member.headerOffset...], format: "zip")
        guard try reader.littleEndian(UInt32.self) == 0x0403_4b50 else {
            throw FormatError(.malformed, format: "zip", "the member '\(member.name)' has no header")
        }
        _ = try reader.read(22)
        let nameSize = Int(try reader.littleEndian(UInt16.self))
        let extraSize = Int(try reader.littleEndian(UInt16.self))
        _ = try reader.read(nameSize + extraSize)
        let stored = try reader.read(member.compressedSize)
        let contents = try member.method == 0 ? stored : inflate(stored, member)
        guard contents.count == member.size, contents.withUnsafeBytes({ CRC32.checksum($0) }) == member.checksum else {
            throw FormatError(
                .checksumMismatch, format: "zip", "the member '\(member.name)' does not have the CRC stored with it")
        }
        return contents
    }

    private func inflate(_ stored: Bytes, _ member: Member) throws -> Bytes {
        guard member.method == 8 else {
            throw FormatError(
                .unsupported, format: "zip", "the member '\(member.name)' is compressed by method \(member.method)")
        }
        guard member.size / Inflate.maximumRatio <= stored.count else {
            throw FormatError(.malformed, format: "zip", "the member '\(member.name)' cannot be so large")
        }
        var output = ByteBuilder(capacity: member.size)
        _ = try stored.withUnsafeBytes { try Inflate.decompress($0, onto: &output, maximumSize: member.size) }
        return output.finish()
    }

    /// The central directory, found from the record at the archive's end.
    private static func findDirectory(_ bytes: Bytes) throws -> Bytes {
        // The record is followed by a comment of at most 65,535 bytes.
        let earliest = max(0, bytes.count - 22 - 65535)
        guard bytes.starts(with: [0x50, 0x4b]), bytes.count >= 22,
            let end = (earliest...bytes.count - 22).reversed().first(where: {
                bytes[$0..<$0 + 4].elementsEqual([0x50, 0x4b, 5, 6])
            })
        else {
            throw FormatError(.badMagic, format: "zip", "the file is not a whole zip archive")
        }
        var reader = ByteReader(bytes[end...], format: "zip")
        _ = try reader.read(10)
        let count = try reader.littleEndian(UInt16.self)
        var size = Int(try reader.littleEndian(UInt32.self))
        var offset = Int(try reader.littleEndian(UInt32.self))
        if count == .max || size == UInt32.max || offset == UInt32.max, end >= 20 {
            (offset, size) = try findLargeDirectory(bytes, locator: end - 20)
        }
        guard offset <= end, size <= end - offset else {
            throw FormatError(.malformed, format: "zip", "the directory lies outside the file")
        }
        return bytes[offset..<offset + size]
    }

    private static func findLargeDirectory(_ bytes: Bytes, locator: Int) throws -> (offset: Int, size: Int) {
        var reader = ByteReader(bytes[locator...], format: "zip")
        guard try reader.littleEndian(UInt32.self) == 0x0706_4b50 else {
            throw FormatError(.malformed, format: "zip", "the record of the large directory is missing")
        }
        _ = try reader.read(4)
        let recordOffset = ByteReader.size(try reader.littleEndian(UInt64.self))
        var record = ByteReader(bytes[min(recordOffset, bytes.count)...], format: "zip")
        guard try record.littleEndian(UInt32.self) == 0x0606_4b50 else {
            throw FormatError(.malformed, format: "zip", "the record of the large directory is missing")
        }
        _ = try record.read(36)
        let size = ByteReader.size(try record.littleEndian(UInt64.self))
        return (ByteReader.size(try record.littleEndian(UInt64.self)), size)
    }

    private static func readEntry(_ reader: inout ByteReader) throws -> Member {
        guard try reader.littleEndian(UInt32.self) == 0x0201_4b50 else {
            throw FormatError(.malformed, format: "zip", "an entry of the directory is damaged", offset: reader.offset)
        }
        _ = try reader.read(4)
        let flags = try reader.littleEndian(UInt16.self)
        let method = try reader.littleEndian(UInt16.self)
        _ = try reader.read(4)
        let checksum = try reader.littleEndian(UInt32.self)
        let compressedSize = try reader.littleEndian(UInt32.self)
        let size = try reader.littleEndian(UInt32.self)
        let nameSize = Int(try reader.littleEndian(UInt16.self))
        let extraSize = Int(try reader.littleEndian(UInt16.self))
        let commentSize = Int(try reader.littleEndian(UInt16.self))
        _ = try reader.read(8)
        let headerOffset = try reader.littleEndian(UInt32.self)
        guard flags & 1 == 0 else { throw FormatError(.unsupported, format: "zip", "the archive is encrypted") }
        guard let name = try reader.read(nameSize).withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
            throw FormatError(.malformed, format: "zip", "a member's name is not UTF-8")
        }
        var large = try largeNumbers(try reader.read(extraSize))
        _ = try reader.read(commentSize)
        // What does not fit four bytes stands in the extra field, in this order.
        func whole(_ number: UInt32) throws -> Int {
            number == .max ? ByteReader.size(try large.littleEndian(UInt64.self)) : Int(number)
        }
        let wholeSize = try whole(size)
        let wholeCompressedSize = try whole(compressedSize)
        return Member(
            name: name, method: method, checksum: checksum, compressedSize: wholeCompressedSize, size: wholeSize,
            headerOffset: try whole(headerOffset))
    }

    /// The contents of the extra field for large files; empty where there is none.
    private static func largeNumbers(_ extra: Bytes) throws -> ByteReader {
        var reader = ByteReader(extra, format: "zip")
        while reader.remaining >= 4 {
            let identifier = try reader.littleEndian(UInt16.self)
            let field = try reader.read(Int(try reader.littleEndian(UInt16.self)))
            if identifier == 1 { return ByteReader(field, format: "zip") }
        }
        return ByteReader(Bytes(), format: "zip")
    }
}
