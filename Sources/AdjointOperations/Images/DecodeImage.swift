public import AdjointCore

/// The image in a PNG, JPEG, GIF or BMP file, `[height, width, channels]`, or `[frames, height, width, 3]` of a GIF file.
/// TF: `DecodeImage`.
///
/// contents: a scalar string, the file. uint8, uint16, or float32 in 0…1.
public struct DecodeImage: ImageDecoding {
    public static let type = "DecodeImage"
    public static let signature = OperationSignature(
        inputs: [.tensor("contents", .string)],
        outputs: [.tensor("image", "dtype", in: DTypeSet(.uint8, .uint16, .float32))])
    public static let attributes: [AttributeKey<DecodeImage>] = [
        .int("channels", \.channels), .type("dtype", \.dtype), .bool("expand_animations", \.expandsAnimations),
    ]

    /// The number of channels that is wanted: 0 for the file's own.
    public var channels = 0
    /// The element type.
    public var dtype = DType.uint8
    /// Whether a GIF file gives all of its frames, rather than the first one.
    public var expandsAnimations = true
    var reading: ImageReading {
        ImageReading(kinds: [.png, .jpeg, .gif, .bmp], frames: expandsAnimations ? .ofAnimations : .first)
    }

    public init() {}
}
