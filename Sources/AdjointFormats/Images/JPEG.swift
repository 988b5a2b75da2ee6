/// Photographs, as the Joint Photographic Experts Group compresses them: sequential and progressive, coded after Huffman, of
/// 8 bits. Source: ITU-T T.81; T.871 (JFIF).
///
/// Every step is done in whole numbers as the library of the Independent JPEG Group does it, so that pixels are its pixels.
public enum JPEG {
    /// How coefficients become pixels.
    public enum Transform: Sendable {
        /// Arai, Agui and Nakajima's, on 8 bits of precision.
        case fast
        /// Loeffler, Ligtenberg and Moschytz's, on 13 bits of precision.
        case accurate
    }

    /// The image in a file. O(size of the image · number of scans).
    ///
    /// - Parameters:
    ///   - channels: 1 for grey, 3 for color, 0 for what the file has.
    ///   - transform: How coefficients become pixels.
    ///   - isSmooth: Whether colors of lower resolution are interpolated rather than repeated.
    /// - Throws: ``FormatError``: `badMagic`, `truncated`, `malformed`, `unsupported` for arithmetic coding, lossless
    ///   files, more than 8 bits and four colors, or `limitExceeded` for more than `maximumSize` bytes.
    public static func decode(
        _ bytes: Bytes, channels: Int = 0, transform: Transform = .accurate, isSmooth: Bool = true,
        maximumSize: Int = 1 << 30
    ) throws -> RasterImage {
        guard bytes.starts(with: [0xff, 0xd8]) else {
            throw FormatError(.badMagic, format: "JPEG", "the file does not begin as JPEG files do", offset: 0)
        }
        var decoder = Decoder(bytes, maximumSize: maximumSize)
        try decoder.run()
        return try decoder.image(channels: channels, transform: transform, isSmooth: isSmooth)
    }

    /// One of the planes that an image consists of.
    struct Component {
        var identifier: UInt8
        /// How many blocks of it a unit of all components holds, in each direction.
        var horizontal: Int
        var vertical: Int
        var quantizer: Int
        /// The samples that are seen.
        var width = 0
        var height = 0
        /// The blocks that are stored: whole units.
        var blocksPerRow = 0
        var blockRows = 0
        /// 64 for each block, in the order of rows.
        var coefficients: [Int16] = []
        /// The table that was valid when the first scan of the component began.
        var quantization: [UInt16]?
        var prediction = 0
        var direct = 0
        var alternating = 0
    }

    /// Which bits of which coefficients a scan holds.
    struct Scan {
        var components: [Int]
        var first: Int
        var last: Int
        /// Above which bit coefficients are known already; 0 if they are not.
        var known: Int
        /// The lowest bit that the scan holds.
        var shift: Int
    }

    /// The place of a coefficient in the order of rows, by its place in the file.
    static let order = [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21,
        28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61,
        54, 47, 55, 62, 63,
    ]
}
