import AdjointKernels

extension PNG {
    /// The image in a file. O(size of the image).
    ///
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, `checksumMismatch`, `unsupported` for other than
    ///   8 bits a channel, for palettes and for interlaced images, or `limitExceeded` for more than `maximumSize` bytes.
    public static func decode(_ bytes: Bytes, maximumSize: Int = 1 << 30) throws -> RasterImage {
        guard bytes.starts(with: signature) else {
            throw FormatError(.badMagic, format: "PNG", "the file does not begin as PNG files do", offset: 0)
        }
        var reader = ByteReader(bytes, format: "PNG")
        _ = try reader.read(signature.count)
        var image: RasterImage?
        var compressed: [UInt8] = []
        while reader.remaining > 0 {
            let length = ByteReader.size(try reader.bigEndian(UInt32.self))
            let start = reader.offset
            let name = String(decoding: try reader.read(4), as: UTF8.self)
            let content = try reader.read(length)
            let checksum = try reader.bigEndian(UInt32.self)
            guard bytes[start..<start + 4 + length].withUnsafeBytes(CRC32.checksum) == checksum else {
                throw FormatError(
                    .checksumMismatch, format: "PNG", "part \(name) does not have the CRC-32 that was stored with it",
                    offset: start)
            }
            switch name {
            case "IHDR": image = try header(content, maximumSize: maximumSize)
            case "IDAT": compressed += content
            case "IEND":
                guard var image else { break }
                image.pixels = try pixels(of: image, compressed)
                return image
            default: continue
            }
        }
        throw FormatError(.truncated, format: "PNG", "the file has no header or no end", offset: reader.offset)
    }

    private static func header(_ content: Bytes, maximumSize: Int) throws -> RasterImage {
        var reader = ByteReader(content, format: "PNG")
        let width = ByteReader.size(try reader.bigEndian(UInt32.self))
        let height = ByteReader.size(try reader.bigEndian(UInt32.self))
        let fields = Array(try reader.read(5))
        guard fields[0] == 8, let channels = [0: 1, 4: 2, 2: 3, 6: 4][fields[1]], fields[4] == 0 else {
            throw FormatError(
                .unsupported, format: "PNG", "only plain images of 8 bits a channel are read, not \(fields)")
        }
        _ = try RasterImage.size([height, width, channels], maximumSize: maximumSize, format: "PNG")
        return RasterImage(height: height, width: width, channels: channels, pixels: [])
    }

    private static func pixels(of image: RasterImage, _ compressed: [UInt8]) throws -> [UInt8] {
        guard compressed.count > 2, compressed[0] & 15 == 8, compressed[1] & 32 == 0 else {
            throw FormatError(.malformed, format: "PNG", "the image data do not begin as zlib data do")
        }
        let row = image.width * image.channels
        let size = image.height * (row + 1)
        var output = ByteBuilder(capacity: min(size, compressed.count * Inflate.maximumRatio))
        _ = try compressed[2...].withUnsafeBytes { try Inflate.decompress($0, onto: &output, maximumSize: size) }
        let lines = output.finish()
        guard lines.count == size else {
            throw FormatError(.truncated, format: "PNG", "the image has \(lines.count) bytes of \(size)")
        }
        var pixels = [UInt8](repeating: 0, count: image.height * row)
        for line in 0..<image.height {
            let (from, to) = (line * (row + 1), line * row)
            for place in 0..<row {
                let left = place < image.channels ? 0 : pixels[to + place - image.channels]
                let above = line == 0 ? 0 : pixels[to - row + place]
                let corner = line == 0 || place < image.channels ? 0 : pixels[to - row + place - image.channels]
                let prediction: UInt8
                switch lines[from] {
                case 0: prediction = 0
                case 1: prediction = left
                case 2: prediction = above
                case 3: prediction = UInt8((Int(left) + Int(above)) / 2)
                case 4: prediction = nearest(left, above, corner)
                case let kind: throw FormatError(.malformed, format: "PNG", "a line is predicted in way \(kind)")
                }
                pixels[to + place] = lines[from + 1 + place] &+ prediction
            }
        }
        return pixels
    }

    /// Paeth's prediction: what of the three is nearest to left + above - corner.
    private static func nearest(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
        let sum = Int(left) + Int(above) - Int(corner)
        let distances = [left, above, corner].map { abs(sum - Int($0)) }
        if distances[0] <= distances[1], distances[0] <= distances[2] { return left }
        return distances[1] <= distances[2] ? above : corner
    }
}
