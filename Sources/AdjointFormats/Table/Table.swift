import AdjointKernels

/// The sorted tables in which TensorFlow keeps checkpoints: LevelDB's format.
///
/// A table is blocks of entries in ascending order of their keys, an index block with one entry per block, and a
/// footer. Each block is followed by a byte that says how it is compressed and the masked CRC-32C of both.
/// Source: LevelDB, doc/table_format.md.
enum Table {
    /// The size of the footer in bytes: two block handles, padded to 40 bytes, and the magic number.
    static let footerSize = 48
    /// The last eight bytes of every table.
    static let magic: UInt64 = 0xdb47_7524_8b80_fb57
    /// The size of what follows a block.
    static let trailerSize = 5

    /// How a block is compressed.
    enum Compression: UInt8 {
        case none = 0
        case snappy = 1
    }

    /// Where a block is.
    struct Handle: Equatable {
        var offset: Int
        var size: Int

        init(offset: Int, size: Int) {
            self.offset = offset
            self.size = size
        }

        /// Reads a handle: two numbers of variable length.
        init(_ reader: inout ByteReader) throws {
            offset = ByteReader.size(try reader.varint())
            size = ByteReader.size(try reader.varint())
        }

        /// The handle as it is stored.
        var encoded: [UInt8] {
            var writer = ProtobufWriter()
            writer.varint(UInt64(offset))
            writer.varint(UInt64(size))
            return writer.bytes
        }
    }
}
