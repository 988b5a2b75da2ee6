/// Decompression of DEFLATE data. Source: RFC 1951.
enum Inflate {
    /// No DEFLATE data expands by more: a pair of one-bit codes stands for 258 bytes.
    static let maximumRatio = 1032

    /// Decompresses the DEFLATE stream at the start of `input` onto `output`.
    ///
    /// - Returns: how many bytes of `input` the stream takes up.
    /// - Throws: `FormatError`: `truncated`, `malformed`, or `limitExceeded` when more than `maximumSize` bytes come out.
    static func decompress(
        _ input: UnsafeRawBufferPointer, onto output: inout ByteBuilder, maximumSize: Int
    ) throws -> Int {
        var reader = BitReader(input)
        let start = output.count
        let limit = maximumSize > Int.max - start ? Int.max : start + maximumSize
        var isLast = false
        while !isLast {
            isLast = try reader.read(1) == 1
            switch try reader.read(2) {
            case 0:
                try copyStoredBlock(&reader, onto: &output, limit: limit)
            case 1:
                try decodeBlock(&reader, fixedCode, onto: &output, start: start, limit: limit)
            case 2:
                let code = try readDynamicCode(&reader)
                try decodeBlock(&reader, code, onto: &output, start: start, limit: limit)
            default:
                throw FormatError(
                    .malformed, format: "deflate", "a block has the reserved type 3", offset: reader.offset)
            }
        }
        return reader.offset
    }

    /// The two codes of a compressed block.
    private struct BlockCode {
        var literals: HuffmanDecoder
        var distances: HuffmanDecoder
    }

    private static func copyStoredBlock(
        _ reader: inout BitReader, onto output: inout ByteBuilder, limit: Int
    ) throws {
        let header = try reader.readAlignedBytes(4)
        let length = Int(header[0]) | Int(header[1]) << 8
        let complement = Int(header[2]) | Int(header[3]) << 8
        guard length ^ complement == 0xffff else {
            throw FormatError(
                .malformed, format: "deflate", "a stored block's length contradicts its complement",
                offset: reader.offset - 4)
        }
        guard length <= limit - output.count else { throw tooLarge(reader.offset) }
        output.append(try reader.readAlignedBytes(length))
    }

    private static func decodeBlock(
        _ reader: inout BitReader, _ code: BlockCode, onto output: inout ByteBuilder, start: Int, limit: Int
    ) throws {
        while true {
            let symbol = try code.literals.decode(&reader)
            if symbol < endOfBlock {
                guard output.count < limit else { throw tooLarge(reader.offset) }
                output.append(UInt8(symbol))
                continue
            }
            if symbol == endOfBlock { return }
            guard symbol - 257 < lengthBases.count else {
                throw FormatError(.malformed, format: "deflate", "length symbol \(symbol)", offset: reader.offset)
            }
            let length = lengthBases[symbol - 257] + (try reader.read(lengthExtraBits[symbol - 257]))
            let distanceSymbol = try code.distances.decode(&reader)
            guard distanceSymbol < distanceBases.count else {
                throw FormatError(
                    .malformed, format: "deflate", "distance symbol \(distanceSymbol)", offset: reader.offset)
            }
            let distance =
                distanceBases[distanceSymbol] + (try reader.read(distanceExtraBits[distanceSymbol]))
            guard distance <= output.count - start else {
                throw FormatError(
                    .malformed, format: "deflate", "a distance reaches before the start of the data",
                    offset: reader.offset)
            }
            guard length <= limit - output.count else { throw tooLarge(reader.offset) }
            output.appendRepeating(distance: distance, length: length)
        }
    }

    private static func readDynamicCode(_ reader: inout BitReader) throws -> BlockCode {
        let literalCount = try reader.read(5) + 257
        let distanceCount = try reader.read(5) + 1
        let lengthCodeCount = try reader.read(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else {
            throw FormatError(.malformed, format: "deflate", "a block declares too many symbols", offset: reader.offset)
        }
        var codeLengthLengths = [UInt8](repeating: 0, count: codeLengthOrder.count)
        for symbol in codeLengthOrder.prefix(lengthCodeCount) {
            codeLengthLengths[symbol] = UInt8(try reader.read(3))
        }
        let codeLengths = try HuffmanDecoder(lengths: codeLengthLengths)

        var lengths: [UInt8] = []
        lengths.reserveCapacity(literalCount + distanceCount)
        while lengths.count < literalCount + distanceCount {
            let symbol = try codeLengths.decode(&reader)
            let (length, repetitions): (UInt8, Int)
            switch symbol {
            case 16:
                guard let last = lengths.last else {
                    throw FormatError(
                        .malformed, format: "deflate", "the first code length repeats one before it",
                        offset: reader.offset)
                }
                (length, repetitions) = (last, try reader.read(2) + 3)
            case 17: (length, repetitions) = (0, try reader.read(3) + 3)
            case 18: (length, repetitions) = (0, try reader.read(7) + 11)
            default: (length, repetitions) = (UInt8(symbol), 1)
            }
            guard repetitions <= literalCount + distanceCount - lengths.count else {
                throw FormatError(
                    .malformed, format: "deflate", "there are more code lengths than symbols", offset: reader.offset)
            }
            lengths.append(contentsOf: repeatElement(length, count: repetitions))
        }
        guard lengths[endOfBlock] > 0 else {
            throw FormatError(.malformed, format: "deflate", "a block has no code for its end", offset: reader.offset)
        }
        return BlockCode(
            literals: try HuffmanDecoder(lengths: lengths[..<literalCount]),
            distances: try HuffmanDecoder(lengths: lengths[literalCount...]))
    }

    private static func tooLarge(_ offset: Int) -> FormatError {
        FormatError(.limitExceeded, format: "deflate", "the data is larger than the limit allows", offset: offset)
    }

    /// The code of blocks of type 1.
    private static let fixedCode = BlockCode(
        literals: try! HuffmanDecoder(lengths: fixedLiteralLengths),
        distances: try! HuffmanDecoder(lengths: [UInt8](repeating: 5, count: 32)))
}

// The tables of RFC 1951, section 3.2.5 to 3.2.7, which the compressor uses too.
extension Inflate {
    /// The symbol that ends a block.
    static let endOfBlock = 256
    /// The lengths of the fixed literal code.
    static let fixedLiteralLengths: [UInt8] =
        [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112) + [UInt8](repeating: 7, count: 24)
        + [UInt8](repeating: 8, count: 8)
    /// The shortest length of each length symbol, the first of which is 257.
    static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    /// How many bits after each length symbol are added to its base.
    static let lengthExtraBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    /// The shortest distance of each distance symbol.
    static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577,
    ]
    /// How many bits after each distance symbol are added to its base.
    static let distanceExtraBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    /// The order in which a block stores the lengths of the code-length code.
    static let codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
}
