import AdjointKernels

/// An image of 8-bit channels.
public struct RasterImage: Sendable, Equatable {
    /// The height in pixels.
    public var height: Int
    /// The width in pixels.
    public var width: Int
    /// 1 for grey, 2 for grey with opacity, 3 for color, 4 for color with opacity.
    public var channels: Int
    /// `[height, width, channels]`.
    public var pixels: [UInt8]

    /// An image from its parts.
    public init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
        (self.height, self.width, self.channels, self.pixels) = (height, width, channels, pixels)
    }

    /// How many bytes an image of some extents takes up.
    ///
    /// - Throws: ``FormatError``: `malformed` for extents that are not positive, `limitExceeded` beyond `maximumSize`.
    static func size(
        _ extents: [Int], maximumSize: Int, format: String
    ) throws -> Int {
        guard extents.allSatisfy({ $0 > 0 }), let size = checkedProduct(extents) else {
            throw FormatError(.malformed, format: format, "the extents are \(extents)")
        }
        guard size <= maximumSize else {
            throw FormatError(.limitExceeded, format: format, "the image takes up \(size) bytes")
        }
        return size
    }
}
