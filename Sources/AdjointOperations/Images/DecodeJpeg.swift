public import AdjointCore
import AdjointFormats

/// The image in a JPEG file, `[height, width, channels]`. TF: `DecodeJpeg`.
///
/// contents: a scalar string, the file, sequential or progressive, of 8 bits. Pixels are those of TensorFlow, whose default
/// is the fast transform. As there, PNG files and GIF files of one frame are decoded, too. Files that end too early are
/// refused, whatever `try_recover_truncated` says, and images are read in full size: `ratio` must be 1.
public struct DecodeJpeg: ImageDecoding {
    public static let type = "DecodeJpeg"
    public static let signature = decodingSignature
    public static let attributes: [AttributeKey<DecodeJpeg>] = [
        .int("channels", \.channels), .int("ratio", \.ratio), .bool("fancy_upscaling", \.isSmooth),
        .bool("try_recover_truncated", \.recoversTruncated), .float("acceptable_fraction", \.acceptableFraction),
        .string("dct_method", \.method),
    ]

    /// The number of channels that is wanted: 1 or 3; 0 for the file's own.
    public var channels = 0
    /// How many times smaller the image is made.
    public var ratio = 1
    /// Whether colors of lower resolution are interpolated.
    public var isSmooth = true
    /// Kept for TensorFlow.
    public var recoversTruncated = false
    /// Kept for TensorFlow.
    public var acceptableFraction: Float = 1
    /// How coefficients become pixels: `INTEGER_ACCURATE`, or `INTEGER_FAST` and nothing.
    public var method = ""

    var dtype: DType { .uint8 }
    var reading: ImageReading {
        ImageReading(transform: method == "INTEGER_ACCURATE" ? .accurate : .fast, isSmooth: isSmooth)
    }

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 0, role: "contents")
        guard channels == 0 || channels == 1 || channels == 3 else {
            throw OperationError("channels must be 0, 1 or 3, not \(channels)")
        }
        guard ratio == 1 else {
            throw OperationError("an image is decoded in full size: ratio must be 1, not \(ratio)")
        }
        guard ["", "INTEGER_FAST", "INTEGER_ACCURATE"].contains(method) else {
            throw OperationError("dct_method must be INTEGER_FAST or INTEGER_ACCURATE, not '\(method)'")
        }
        return [[nil, nil, channels == 0 ? nil : channels]]
    }
}
