import AdjointKernels

/// Images as PNG files. Source: the PNG specification (ISO/IEC 15948).
public enum PNG {
    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    /// The file of an image of 8-bit channels.
    ///
    /// - Parameters:
    ///   - pixels: `[height, width, channels]`.
    ///   - channels: 1 for grey, 2 for grey with opacity, 3 for color, 4 for color with opacity.
    /// - Precondition: there are as many pixels as the extents say, and from 1 to 4 channels.
    public static func encode(_ pixels: [UInt8], height: Int, width: Int, channels: Int) -> Bytes {
        precondition(pixels.count == height * width * channels, "the pixels do not fit the extents")
        precondition((1...4).contains(channels), "\(channels) channels cannot be written")
        var file = signature
        let colorType: UInt8 = [0, 4, 2, 6][channels - 1]
        append("IHDR", bigEndian(width) + bigEndian(height) + [8, colorType, 0, 0, 0], to: &file)
        // Every line says how it is predicted: not at all.
        var lines: [UInt8] = []
        let row = width * channels
        lines.reserveCapacity(height * (row + 1))
        for line in 0..<height {
            lines.append(0)
            lines += pixels[line * row..<(line + 1) * row]
        }
        append("IDAT", zlib(lines), to: &file)
        append("IEND", [], to: &file)
        return Bytes(file)
    }

    /// Data compressed in zlib's frame. Source: RFC 1950.
    private static func zlib(_ data: [UInt8]) -> [UInt8] {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in data {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return [0x78, 0x01] + data.withUnsafeBytes(Deflate.compress) + bigEndian(Int(high << 16 | low))
    }

    private static func append(_ type: String, _ content: [UInt8], to file: inout [UInt8]) {
        let body = Array(type.utf8) + content
        file += bigEndian(content.count) + body
        file += bigEndian(Int(body.withUnsafeBytes(CRC32.checksum)))
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
