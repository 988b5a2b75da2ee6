public import AdjointCore

/// A window of each image, its center where the offset says. TF: `ExtractGlimpse`.
///
/// input: float32 `[batch, height, width, channels]`; size: int32 `[2]`; offsets: float32 `[batch, 2]`. Centered and
/// normalized, -1 and 1 are the image's borders. Like TensorFlow's first version it halves centered offsets in pixels,
/// too. Noise beside the image has TensorFlow's distribution, not its numbers.
public struct ExtractGlimpse: GlimpseExtraction {
    public static let type = "ExtractGlimpse"
    public static let signature = glimpseSignature
    public static let attributes: [AttributeKey<ExtractGlimpse>] = glimpseAttributes

    var settings = GlimpseSettings()

    public init() {}

    static func start(_ offset: Float, _ settings: GlimpseSettings, extent: Float, size: Float) -> Float {
        var position = settings.isNormalized ? offset * extent : offset
        if settings.isCentered { position = position / 2 + extent / 2 }
        return position - size / 2
    }
}
