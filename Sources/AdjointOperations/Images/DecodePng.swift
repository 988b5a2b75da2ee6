public import AdjointCore

/// The image in a PNG file, `[height, width, channels]`. TF: `DecodePng`.
///
/// contents: a scalar string, the file, of 8 bits a channel. As in TensorFlow, JPEG files and GIF files of one frame are
/// decoded, too.
public struct DecodePng: ImageDecoding {
    public static let type = "DecodePng"
    public static let signature = OperationSignature(
        inputs: [.tensor("contents", .string)], outputs: [.tensor("image", "dtype", in: DTypeSet(.uint8))])
    public static let attributes: [AttributeKey<DecodePng>] = [
        .int("channels", \.channels), .type("dtype", \.dtype),
    ]

    /// The number of channels that is wanted: 1, 3 or 4; 0 for the file's own.
    public var channels = 0
    /// The element type.
    public var dtype = DType.uint8
    var reading: ImageReading { ImageReading() }

    public init() {}
}
