/// Images and animations in the Graphics Interchange Format. Source: CompuServe's GIF89a specification.
public enum GIF {
    /// The frames of a file, each as what is seen once it is drawn over those before it; what none covers is black.
    ///
    /// As in TensorFlow, no frame is taken away again, whatever the file says of its disposal. O(size of the frames).
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, or `limitExceeded` for frames of more than
    ///   `maximumSize` bytes together.
    public static func decode(_ bytes: Bytes, maximumSize: Int = 1 << 30) throws -> [RasterImage] {
        guard bytes.starts(with: Array("GIF8".utf8)) else {
            throw FormatError(.badMagic, format: "GIF", "the file does not begin as GIF files do", offset: 0)
        }
        var reader = ByteReader(bytes, format: "GIF")
        _ = try reader.read(6)
        let width = Int(try reader.littleEndian(UInt16.self))
        let height = Int(try reader.littleEndian(UInt16.self))
        let flags = try reader.littleEndian(UInt8.self)
        _ = try reader.read(2)
        let colors = flags & 0x80 != 0 ? try colorTable(&reader, flags) : nil
        let size = try RasterImage.size([height, width, 3], maximumSize: maximumSize, format: "GIF")
        var frames: [RasterImage] = []
        var transparent: Int?
        while true {
            switch try reader.littleEndian(UInt8.self) {
            case 0x21:
                let label = try reader.littleEndian(UInt8.self)
                let contents = try subBlocks(&reader)
                if label == 0xf9, contents.count >= 4 { transparent = contents[0] & 1 != 0 ? Int(contents[3]) : nil }
            case 0x2c:
                guard (frames.count + 1) * size <= maximumSize else {
                    throw FormatError(.limitExceeded, format: "GIF", "there are more than \(frames.count) frames")
                }
                var canvas =
                    frames.last
                    ?? RasterImage(
                        height: height, width: width, channels: 3, pixels: [UInt8](repeating: 0, count: size))
                try draw(&reader, on: &canvas, colors: colors, transparent: transparent, maximumSize: maximumSize)
                frames.append(canvas)
                transparent = nil
            case 0x3b:
                guard !frames.isEmpty else { throw FormatError(.malformed, format: "GIF", "the file has no frames") }
                return frames
            case let kind:
                throw FormatError(
                    .malformed, format: "GIF", "there are no blocks of kind \(kind)", offset: reader.offset)
            }
        }
    }

    private static func colorTable(_ reader: inout ByteReader, _ flags: UInt8) throws -> Bytes {
        try reader.read(3 << (Int(flags & 7) + 1))
    }

    /// The contents of blocks up to an empty one.
    private static func subBlocks(_ reader: inout ByteReader) throws -> [UInt8] {
        var contents: [UInt8] = []
        while true {
            let size = Int(try reader.littleEndian(UInt8.self))
            guard size > 0 else { return contents }
            contents += try reader.read(size)
        }
    }

    private static func draw(
        _ reader: inout ByteReader, on canvas: inout RasterImage, colors: Bytes?, transparent: Int?, maximumSize: Int
    ) throws {
        let left = Int(try reader.littleEndian(UInt16.self))
        let top = Int(try reader.littleEndian(UInt16.self))
        let width = Int(try reader.littleEndian(UInt16.self))
        let height = Int(try reader.littleEndian(UInt16.self))
        let flags = try reader.littleEndian(UInt8.self)
        guard let colors = flags & 0x80 != 0 ? try colorTable(&reader, flags) : colors else {
            throw FormatError(.malformed, format: "GIF", "a frame has no colors", offset: reader.offset)
        }
        let codeBits = Int(try reader.littleEndian(UInt8.self))
        let contents = try subBlocks(&reader)
        let size = try RasterImage.size([height, width], maximumSize: maximumSize, format: "GIF")
        let indices = try LZW.decompress(contents, codeBits: codeBits, count: size)
        for (line, row) in rows(height, isInterlaced: flags & 0x40 != 0).enumerated() where top + row < canvas.height {
            for column in 0..<max(0, min(width, canvas.width - left)) {
                let index = Int(indices[line * width + column])
                guard index != transparent else { continue }
                guard 3 * index + 2 < colors.count else {
                    throw FormatError(.malformed, format: "GIF", "there is no color \(index)", offset: reader.offset)
                }
                let pixel = ((top + row) * canvas.width + left + column) * 3
                for channel in 0..<3 { canvas.pixels[pixel + channel] = colors[3 * index + channel] }
            }
        }
    }

    /// The rows in the order in which they are stored.
    private static func rows(_ height: Int, isInterlaced: Bool) -> [Int] {
        guard isInterlaced else { return Array(0..<height) }
        return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { start, step in
            Array(stride(from: start, to: height, by: step))
        }
    }
}
