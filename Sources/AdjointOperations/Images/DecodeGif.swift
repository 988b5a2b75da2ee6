public import AdjointCore

/// The frames of a GIF file, `[frames, height, width, 3]`. TF: `DecodeGif`.
///
/// contents: a scalar string, the file. Each frame is what is seen once it is drawn over those before it. As in TensorFlow,
/// PNG and JPEG files are decoded, too, as one frame.
public struct DecodeGif: ImageDecoding {
    public static let type = "DecodeGif"
    public static let signature = decodingSignature

    var channels: Int { 3 }
    var dtype: DType { .uint8 }
    var reading: ImageReading { ImageReading(frames: .all) }

    public init() {}
}
