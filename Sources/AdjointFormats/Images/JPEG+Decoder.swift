extension JPEG {
    /// Reads the parts of a file, up to the coefficients of all components.
    struct Decoder {
        private var reader: ByteReader
        private let maximumSize: Int
        private(set) var width = 0
        private(set) var height = 0
        private(set) var components: [Component] = []
        /// Whether the Adobe marker says how colors are stored, and how.
        private(set) var adobeTransform: UInt8?
        private(set) var isJFIF = false
        private var isProgressive = false
        private var quantizers = [[UInt16]?](repeating: nil, count: 4)
        private var directTables = [HuffmanTable?](repeating: nil, count: 4)
        private var alternatingTables = [HuffmanTable?](repeating: nil, count: 4)
        private var restartInterval = 0
        private var scanCount = 0

        /// More scans than this are taken for an attack: each may go over all coefficients.
        private static let scanLimit = 500

        init(_ bytes: Bytes, maximumSize: Int) {
            reader = ByteReader(bytes, format: "JPEG")
            self.maximumSize = maximumSize
        }

        private func malformed(_ what: String) -> FormatError {
            FormatError(.malformed, format: "JPEG", what, offset: reader.offset)
        }

        mutating func run() throws {
            _ = try reader.read(2)
            while true {
                let marker = try nextMarker()
                switch marker {
                case 0xd8, 0x01, 0xd0...0xd7: continue
                case 0xd9:
                    guard scanCount > 0 else { throw malformed("the file ends before its image") }
                    return
                default: break
                }
                let length = Int(try reader.bigEndian(UInt16.self))
                guard length >= 2 else { throw malformed("a part of \(length) bytes") }
                var part = ByteReader(try reader.read(length - 2), format: "JPEG")
                switch marker {
                case 0xc0, 0xc1, 0xc2: try readFrame(&part, isProgressive: marker == 0xc2)
                case 0xc4: try readHuffmanTables(&part)
                case 0xc3, 0xc5...0xc7, 0xc9...0xcf:
                    throw FormatError(
                        .unsupported, format: "JPEG",
                        "files that are lossless, hierarchical or coded arithmetically are not read (kind \(marker - 0xc0))"
                    )
                case 0xdb: try readQuantizers(&part)
                case 0xdd: restartInterval = Int(try part.bigEndian(UInt16.self))
                case 0xda: try readScan(&part)
                case 0xe0: isJFIF = isJFIF || part.bytes.starts(with: Array("JFIF\0".utf8))
                case 0xee:
                    if part.bytes.starts(with: Array("Adobe".utf8)), part.bytes.count >= 12 {
                        adobeTransform = part.bytes[11]
                    }
                default: continue
                }
            }
        }

        /// The next marker; what stands before it is passed over.
        private mutating func nextMarker() throws -> UInt8 {
            while true {
                guard try reader.littleEndian(UInt8.self) == 0xff else { continue }
                var byte = try reader.littleEndian(UInt8.self)
                while byte == 0xff { byte = try reader.littleEndian(UInt8.self) }
                if byte != 0 { return byte }
            }
        }

        private mutating func readFrame(_ part: inout ByteReader, isProgressive: Bool) throws {
            guard components.isEmpty else { throw malformed("the file has two images") }
            let precision = try part.littleEndian(UInt8.self)
            guard precision == 8 else {
                throw FormatError(.unsupported, format: "JPEG", "only 8 bits a sample are read, not \(precision)")
            }
            height = Int(try part.bigEndian(UInt16.self))
            width = Int(try part.bigEndian(UInt16.self))
            let count = Int(try part.littleEndian(UInt8.self))
            guard count == 1 || count == 3 else {
                throw FormatError(.unsupported, format: "JPEG", "an image of \(count) components is not read")
            }
            self.isProgressive = isProgressive
            for _ in 0..<count {
                let identifier = try part.littleEndian(UInt8.self)
                let factors = try part.littleEndian(UInt8.self)
                let quantizer = Int(try part.littleEndian(UInt8.self))
                let (horizontal, vertical) = (Int(factors >> 4), Int(factors & 15))
                guard (1...4).contains(horizontal), (1...4).contains(vertical), quantizer < 4 else {
                    throw malformed("a component has the factors \(horizontal) and \(vertical), and table \(quantizer)")
                }
                components.append(
                    Component(
                        identifier: identifier, horizontal: horizontal, vertical: vertical, quantizer: quantizer))
            }
            try layOut()
        }

        /// The largest factors.
        var most: (horizontal: Int, vertical: Int) {
            (components.map(\.horizontal).max() ?? 1, components.map(\.vertical).max() ?? 1)
        }

        /// The units that cover the image.
        private var units: (perRow: Int, rows: Int) {
            (
                (width + 8 * most.horizontal - 1) / (8 * most.horizontal),
                (height + 8 * most.vertical - 1) / (8 * most.vertical)
            )
        }

        private mutating func layOut() throws {
            _ = try RasterImage.size([height, width, components.count], maximumSize: maximumSize, format: "JPEG")
            let (most, units) = (most, units)
            var total = 0
            for index in components.indices {
                let (horizontal, vertical) = (components[index].horizontal, components[index].vertical)
                components[index].width = (width * horizontal + most.horizontal - 1) / most.horizontal
                components[index].height = (height * vertical + most.vertical - 1) / most.vertical
                components[index].blocksPerRow = units.perRow * horizontal
                components[index].blockRows = units.rows * vertical
                total += components[index].blocksPerRow * components[index].blockRows * 128
            }
            // Coefficients take two bytes, and units may reach beyond the image.
            guard total <= 2 * maximumSize + 1 << 16 else {
                throw FormatError(.limitExceeded, format: "JPEG", "the coefficients take up \(total) bytes")
            }
            for index in components.indices {
                let count = components[index].blocksPerRow * components[index].blockRows * 64
                components[index].coefficients = [Int16](repeating: 0, count: count)
            }
        }

        private mutating func readQuantizers(_ part: inout ByteReader) throws {
            while part.remaining > 0 {
                let kind = try part.littleEndian(UInt8.self)
                guard kind >> 4 < 2, kind & 15 < 4 else { throw malformed("there is no table of kind \(kind)") }
                var table = [UInt16](repeating: 0, count: 64)
                for place in JPEG.order {
                    table[place] =
                        kind >> 4 == 0
                        ? UInt16(try part.littleEndian(UInt8.self)) : try part.bigEndian(UInt16.self)
                }
                quantizers[Int(kind & 15)] = table
            }
        }

        private mutating func readHuffmanTables(_ part: inout ByteReader) throws {
            while part.remaining > 0 {
                let kind = try part.littleEndian(UInt8.self)
                guard kind >> 4 < 2, kind & 15 < 4 else { throw malformed("there is no table of kind \(kind)") }
                let counts = try part.read(16).map { Int($0) }
                let total = counts.reduce(0, +)
                guard total <= 256, let table = HuffmanTable(counts, Array(try part.read(total))) else {
                    throw malformed("a table has more codes than there are")
                }
                if kind >> 4 == 0 {
                    directTables[Int(kind & 15)] = table
                } else {
                    alternatingTables[Int(kind & 15)] = table
                }
            }
        }

        private mutating func readScan(_ part: inout ByteReader) throws {
            guard !components.isEmpty else { throw malformed("a scan stands before the image's extents") }
            scanCount += 1
            guard scanCount <= Self.scanLimit else {
                throw FormatError(.limitExceeded, format: "JPEG", "there are more than \(Self.scanLimit) scans")
            }
            let count = Int(try part.littleEndian(UInt8.self))
            guard (1...components.count).contains(count) else { throw malformed("a scan has \(count) components") }
            var scan = Scan(components: [], first: 0, last: 63, known: 0, shift: 0)
            for _ in 0..<count {
                let identifier = try part.littleEndian(UInt8.self)
                let tables = try part.littleEndian(UInt8.self)
                guard let index = components.firstIndex(where: { $0.identifier == identifier }),
                    !scan.components.contains(index), tables >> 4 < 4, tables & 15 < 4
                else { throw malformed("a scan has no component \(identifier)") }
                components[index].direct = Int(tables >> 4)
                components[index].alternating = Int(tables & 15)
                if components[index].quantization == nil {
                    components[index].quantization = quantizers[components[index].quantizer]
                }
                scan.components.append(index)
            }
            let first = Int(try part.littleEndian(UInt8.self))
            let last = Int(try part.littleEndian(UInt8.self))
            let bits = try part.littleEndian(UInt8.self)
            if isProgressive {
                (scan.first, scan.last, scan.known, scan.shift) = (first, last, Int(bits >> 4), Int(bits & 15))
                guard first <= last, last < 64, first > 0 || last == 0, first == 0 || count == 1, scan.shift <= 13,
                    scan.known == 0 || scan.known == scan.shift + 1
                else {
                    throw malformed("a scan has coefficients \(first) to \(last), bits \(scan.known) to \(scan.shift)")
                }
            }
            try decode(scan)
        }

        /// Decodes the coefficients of a scan.
        private mutating func decode(_ scan: Scan) throws {
            var stream = BitStream(reader)
            var runLength = 0
            let isSingle = scan.components.count == 1
            // A scan of one component holds just the blocks that are seen.
            let perRow = isSingle ? (components[scan.components[0]].width + 7) / 8 : units.perRow
            let rows = isSingle ? (components[scan.components[0]].height + 7) / 8 : units.rows
            let unitCount = perRow * rows
            for index in scan.components { components[index].prediction = 0 }
            for unit in 0..<unitCount {
                if restartInterval > 0, unit > 0, unit % restartInterval == 0 {
                    try stream.restart()
                    runLength = 0
                    for index in scan.components { components[index].prediction = 0 }
                }
                let (row, column) = unit.quotientAndRemainder(dividingBy: perRow)
                for index in scan.components {
                    let (wide, high) =
                        isSingle ? (1, 1) : (components[index].horizontal, components[index].vertical)
                    for y in 0..<high {
                        for x in 0..<wide {
                            let block = (row * high + y) * components[index].blocksPerRow + column * wide + x
                            try decodeBlock(scan, index, at: block * 64, &stream, &runLength)
                        }
                    }
                }
            }
            reader = stream.remainder
        }

        private mutating func decodeBlock(
            _ scan: Scan, _ index: Int, at offset: Int, _ stream: inout BitStream, _ runLength: inout Int
        ) throws {
            if scan.first == 0 {
                if scan.known > 0 {
                    if try stream.bit() { components[index].coefficients[offset] |= 1 << Int16(scan.shift) }
                } else {
                    guard let table = directTables[components[index].direct] else {
                        throw malformed("a table is missing")
                    }
                    let size = Int(try stream.symbol(table))
                    guard size <= 15 else { throw malformed("a coefficient has \(size) bits") }
                    components[index].prediction &+= try stream.number(size)
                    components[index].coefficients[offset] = Int16(
                        truncatingIfNeeded: components[index].prediction << scan.shift)
                }
                if scan.last == 0 { return }
            }
            guard let table = alternatingTables[components[index].alternating] else {
                throw malformed("a table is missing")
            }
            let (first, isProgressive) = (max(1, scan.first), isProgressive)
            if scan.known == 0 {
                try components[index].coefficients.withUnsafeMutableBufferPointer { all in
                    try stream.readAlternating(
                        table, to: UnsafeMutableBufferPointer(rebasing: all[offset..<(offset + 64)]), first...scan.last,
                        shift: scan.shift, isProgressive: isProgressive, &runLength)
                }
            } else {
                try components[index].coefficients.withUnsafeMutableBufferPointer { all in
                    try stream.refineAlternating(
                        table, in: UnsafeMutableBufferPointer(rebasing: all[offset..<(offset + 64)]), first...scan.last,
                        shift: scan.shift, &runLength)
                }
            }
        }
    }
}
