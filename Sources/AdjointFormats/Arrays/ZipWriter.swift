import AdjointKernels

/// Writes zip archives from front to back; sizes and places may exceed four bytes.
struct ZipWriter: ~Copyable {
    private let file: any WritableFile
    private var directory = ProtobufWriter()
    private var memberCount = 0
    private var offset = 0

    /// Begins an archive in an empty file.
    init(_ file: any WritableFile) {
        self.file = file
    }

    /// Adds a member, compressed where that is asked for and makes it smaller.
    ///
    /// - Throws: `FileError`.
    mutating func add(_ name: String, _ contents: UnsafeRawBufferPointer, isCompressed: Bool) throws {
        let deflated = isCompressed ? Deflate.compress(contents) : []
        let isSmaller = isCompressed && deflated.count < contents.count
        let storedSize = isSmaller ? deflated.count : contents.count
        let checksum = CRC32.checksum(contents)

        // Both headers say this. Sizes always stand in the extra field, so that neither header depends on them.
        var common = ProtobufWriter()
        common.fixed(UInt16(45))  // the version that knows large files
        common.fixed(UInt16(1 << 11))  // names are UTF-8
        common.fixed(UInt16(isSmaller ? 8 : 0))
        common.fixed(UInt32(0x0021_0000))  // midnight of the first of January 1980
        common.fixed(checksum)
        common.fixed(UInt32.max)
        common.fixed(UInt32.max)
        common.fixed(UInt16(name.utf8.count))

        var header = ProtobufWriter()
        header.fixed(UInt32(0x0403_4b50))
        header.append(common.bytes)
        header.fixed(UInt16(20))
        header.append(Array(name.utf8))
        header.append(Self.extraField([contents.count, storedSize]))

        directory.fixed(UInt32(0x0201_4b50))
        directory.fixed(UInt16(45))
        directory.append(common.bytes)
        directory.fixed(UInt16(28))
        directory.fixed(UInt64(0))  // no comment, first disk, no attributes within
        directory.fixed(UInt16(0))
        directory.fixed(UInt32.max)
        directory.append(Array(name.utf8))
        directory.append(Self.extraField([contents.count, storedSize, offset]))

        try file.write(header.bytes)
        if isSmaller { try file.write(deflated) } else { try file.write(contents) }
        offset += header.bytes.count + storedSize
        memberCount += 1
    }

    /// Writes the directory.
    ///
    /// - Throws: `FileError`.
    consuming func finish() throws {
        let size = directory.bytes.count
        var end = ProtobufWriter()
        end.append(directory.bytes)
        end.fixed(UInt32(0x0606_4b50))
        end.fixed(UInt64(44))
        end.fixed(UInt16(45))
        end.fixed(UInt16(45))
        end.fixed(UInt64(0))  // both disks
        end.fixed(UInt64(memberCount))
        end.fixed(UInt64(memberCount))
        end.fixed(UInt64(size))
        end.fixed(UInt64(offset))

        end.fixed(UInt32(0x0706_4b50))
        end.fixed(UInt32(0))
        end.fixed(UInt64(offset + size))
        end.fixed(UInt32(1))

        end.fixed(UInt32(0x0605_4b50))
        end.fixed(UInt32(0))
        end.fixed(UInt16.max)
        end.fixed(UInt16.max)
        end.fixed(UInt32.max)
        end.fixed(UInt32.max)
        end.fixed(UInt16(0))
        try file.write(end.bytes)
    }

    private static func extraField(_ numbers: [Int]) -> [UInt8] {
        var field = ProtobufWriter()
        field.fixed(UInt16(1))
        field.fixed(UInt16(8 * numbers.count))
        for number in numbers { field.fixed(UInt64(number)) }
        return field.bytes
    }
}
