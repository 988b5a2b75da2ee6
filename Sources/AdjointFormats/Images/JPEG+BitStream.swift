extension JPEG {
    /// Codes and what they stand for. Source: T.81, annexes C and F.
    struct HuffmanTable {
        private var values: [UInt8]
        /// For each length, the first code beyond those of it, brought to 16 bits, and what to add to a code of that length
        /// for its place among the values.
        private var ends = [Int](repeating: 0, count: 17)
        private var offsets = [Int](repeating: 0, count: 17)
        /// The length and value of codes of up to 8 bits, by the 8 bits that begin with them; 0 for longer ones.
        private var short = [UInt16](repeating: 0, count: 256)

        /// - Returns: `nil` for more codes of a length than there are.
        init?(_ counts: [Int], _ values: [UInt8]) {
            self.values = values
            var (code, place) = (0, 0)
            for length in 1...16 {
                offsets[length] = place - code
                for _ in 0..<counts[length - 1] {
                    guard code < 1 << length else { return nil }
                    if length <= 8 {
                        for tail in 0..<(1 << (8 - length)) {
                            short[code << (8 - length) | tail] = UInt16(length) << 8 | UInt16(values[place])
                        }
                    }
                    (code, place) = (code + 1, place + 1)
                }
                ends[length] = code << (16 - length)
                code <<= 1
            }
        }

        /// The code that 16 bits begin with: its length, and what it stands for; `nil` if there is none.
        @inline(__always)
        func find(_ bits: Int) -> (length: Int, value: UInt8)? {
            let entry = short[bits >> 8]
            if entry != 0 { return (Int(entry >> 8), UInt8(truncatingIfNeeded: entry)) }
            for length in 1...16 where bits < ends[length] {
                let place = bits >> (16 - length) + offsets[length]
                guard place >= 0, place < values.count else { return nil }
                return (length, values[place])
            }
            return nil
        }
    }

    /// The bits of a scan, highest first.
    struct BitStream {
        private var reader: ByteReader
        private let bytes: Bytes
        private var position: Int
        private var bits: UInt64 = 0
        private var bitCount = 0
        /// Zeros in `bits` behind the last byte of the scan.
        private var padding = 0

        init(_ reader: ByteReader) {
            self.reader = reader
            bytes = reader.bytes
            position = reader.offset
        }

        /// A reader of what stands behind the scan.
        var remainder: ByteReader {
            var reader = reader
            _ = try? reader.read(position - reader.offset)
            return reader
        }

        private mutating func fill() {
            while bitCount <= 48 {
                var byte: UInt8 = 0
                if position < bytes.count, bytes[position] != 0xff {
                    byte = bytes[position]
                    position += 1
                } else if position + 1 < bytes.count, bytes[position + 1] == 0 {
                    byte = 0xff
                    position += 2
                } else {
                    padding += 8
                }
                bits = bits << 8 | UInt64(byte)
                bitCount += 8
            }
        }

        private mutating func drop(_ count: Int) throws {
            bitCount -= count
            guard bitCount >= padding else {
                throw FormatError(.truncated, format: "JPEG", "a scan ends too early", offset: position)
            }
        }

        @inline(__always)
        private mutating func peek(_ count: Int) -> Int {
            if bitCount < count { fill() }
            return Int(truncatingIfNeeded: bits >> UInt64(bitCount - count)) & (1 << count - 1)
        }

        mutating func bit() throws -> Bool {
            let bit = peek(1)
            try drop(1)
            return bit != 0
        }

        mutating func unsigned(_ count: Int) throws -> Int {
            guard count > 0 else { return 0 }
            let value = peek(count)
            try drop(count)
            return value
        }

        /// A number whose highest bit says that it is positive.
        mutating func number(_ count: Int) throws -> Int {
            guard count > 0 else { return 0 }
            let value = try unsigned(count)
            return value < 1 << (count - 1) ? value - (1 << count - 1) : value
        }

        mutating func symbol(_ table: HuffmanTable) throws -> UInt8 {
            guard let (length, value) = table.find(peek(16)) else {
                throw FormatError(.malformed, format: "JPEG", "there is no such code", offset: position)
            }
            try drop(length)
            return value
        }

        /// Passes a restart marker.
        mutating func restart() throws {
            (bits, bitCount, padding) = (0, 0, 0)
            while position < bytes.count, bytes[position] == 0xff, position + 1 < bytes.count,
                bytes[position + 1] == 0xff
            {
                position += 1
            }
            guard position + 1 < bytes.count, bytes[position] == 0xff, (0xd0...0xd7).contains(bytes[position + 1])
            else {
                throw FormatError(.malformed, format: "JPEG", "a restart marker is missing", offset: position)
            }
            position += 2
        }

        /// Reads coefficients that are not known yet.
        mutating func readAlternating(
            _ table: HuffmanTable, to block: UnsafeMutableBufferPointer<Int16>, _ range: ClosedRange<Int>, shift: Int,
            isProgressive: Bool, _ runLength: inout Int
        ) throws {
            guard runLength == 0 else {
                runLength -= 1
                return
            }
            var place = range.lowerBound
            while place <= range.upperBound {
                let symbol = Int(try symbol(table))
                let (zeros, size) = (symbol >> 4, symbol & 15)
                if size == 0 {
                    if zeros == 15 {
                        place += 16
                        continue
                    }
                    // The end of the block, and of blocks behind it.
                    if isProgressive { runLength = 1 << zeros - 1 + (try unsigned(zeros)) }
                    return
                }
                place += zeros
                guard place <= range.upperBound else {
                    throw FormatError(
                        .malformed, format: "JPEG", "a block has more than 64 coefficients", offset: position)
                }
                block[JPEG.order[place]] = Int16(truncatingIfNeeded: try number(size) << shift)
                place += 1
            }
        }

        /// Reads one bit more of coefficients that are known down to it.
        mutating func refineAlternating(
            _ table: HuffmanTable, in block: UnsafeMutableBufferPointer<Int16>, _ range: ClosedRange<Int>, shift: Int,
            _ runLength: inout Int
        ) throws {
            let unit = Int16(1) << Int16(shift)
            /// Refines a coefficient that is not zero.
            func refine(_ place: Int, _ stream: inout BitStream) throws {
                let value = block[place]
                if try stream.bit(), value & unit == 0 { block[place] = value &+ (value > 0 ? unit : -unit) }
            }
            var place = range.lowerBound
            if runLength == 0 {
                while place <= range.upperBound {
                    let symbol = Int(try symbol(table))
                    var (zeros, size) = (symbol >> 4, symbol & 15)
                    var value: Int16 = 0
                    if size == 0 {
                        if zeros < 15 {
                            runLength = 1 << zeros + (try unsigned(zeros))
                            break
                        }
                    } else {
                        value = try bit() ? unit : -unit
                        size = 1
                    }
                    // Zeros are counted; what is not zero in between is refined.
                    while place <= range.upperBound {
                        let index = JPEG.order[place]
                        if block[index] != 0 {
                            try refine(index, &self)
                        } else if zeros == 0 {
                            if value != 0 { block[index] = value }
                            place += 1
                            break
                        } else {
                            zeros -= 1
                        }
                        place += 1
                    }
                }
            }
            guard runLength > 0 else { return }
            while place <= range.upperBound {
                let index = JPEG.order[place]
                if block[index] != 0 { try refine(index, &self) }
                place += 1
            }
            runLength -= 1
        }
    }
}
