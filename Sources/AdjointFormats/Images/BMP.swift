/// Windows' bitmaps of 8, 24 or 32 bits a pixel, not compressed. Source: Microsoft's BITMAPINFOHEADER.
public enum BMP {
    /// The image in a file: grey for 8 bits a pixel, whose palette is not looked at, as in TensorFlow; color, or color with
    /// opacity. O(size of the image).
    ///
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, `unsupported` for other numbers of bits, or
    ///   `limitExceeded` for more than `maximumSize` bytes.
    public static func decode(_ bytes: Bytes, maximumSize: Int = 1 << 30) throws -> RasterImage {
        guard bytes.starts(with: Array("BM".utf8)) else {
            throw FormatError(.badMagic, format: "BMP", "the file does not begin as bitmaps do", offset: 0)
        }
        var reader = ByteReader(bytes, format: "BMP")
        _ = try reader.read(10)
        let start = ByteReader.size(try reader.littleEndian(Int32.self))
        _ = try reader.read(4)
        let width = ByteReader.size(try reader.littleEndian(Int32.self))
        let signedHeight = ByteReader.size(try reader.littleEndian(Int32.self))
        _ = try reader.read(2)
        let bits = try reader.littleEndian(Int16.self)
        _ = try reader.read(2)
        guard [8, 24, 32].contains(bits) else {
            throw FormatError(.unsupported, format: "BMP", "only 8, 24 and 32 bits a pixel are read, not \(bits)")
        }
        let (height, channels) = (abs(signedHeight), Int(bits) / 8)
        let size = try RasterImage.size([height, width, channels], maximumSize: maximumSize, format: "BMP")
        let row = (width * channels + 3) / 4 * 4
        guard start >= 0, let contents = bytes.slice(min(start, bytes.count)..<bytes.count),
            contents.count >= (height - 1) * row + width * channels
        else {
            throw FormatError(
                .truncated, format: "BMP", "\(height) lines of \(row) bytes do not follow byte \(start)", offset: start)
        }
        var pixels = [UInt8](repeating: 0, count: size)
        for line in 0..<height {
            // Lines are stored from the bottom up unless the height is negative.
            let source = (signedHeight > 0 ? height - 1 - line : line) * row
            for place in 0..<width * channels {
                // Blue comes first.
                let (pixel, channel) = place.quotientAndRemainder(dividingBy: channels)
                let from = channels > 1 && channel < 3 ? pixel * channels + 2 - channel : place
                pixels[line * width * channels + place] = contents[source + from]
            }
        }
        return RasterImage(height: height, width: width, channels: channels, pixels: pixels)
    }
}
