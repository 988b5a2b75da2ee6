public import AdjointCore

/// The image in a bitmap file, `[height, width, channels]`. TF: `DecodeBmp`.
///
/// contents: a scalar string, the file, of 8, 24 or 32 bits a pixel; 8 bits are grey.
public struct DecodeBmp: ImageDecoding {
    public static let type = "DecodeBmp"
    public static let signature = decodingSignature
    public static let attributes: [AttributeKey<DecodeBmp>] = [.int("channels", \.channels)]

    /// The number of channels that is wanted: 3 or 4; 0 for the file's own.
    public var channels = 0
    var dtype: DType { .uint8 }
    var reading: ImageReading { ImageReading(kinds: [.bmp]) }

    public init() {}
}
