public import AdjointCore

/// A window of each image, its place as the offset says. TF: `ExtractGlimpseV2`.
///
/// input: float32 `[batch, height, width, channels]`; size: int32 `[2]`; offsets: float32 `[batch, 2]`. Centered and
/// normalized, the window's center is meant, and -1 and 1 are the image's borders; in all other cases its upper left
/// corner, from the image's center or corner. Noise beside the image has TensorFlow's distribution, not its numbers.
public struct ExtractGlimpseV2: GlimpseExtraction {
    public static let type = "ExtractGlimpseV2"
    public static let signature = glimpseSignature
    public static let attributes: [AttributeKey<ExtractGlimpseV2>] = glimpseAttributes

    var settings = GlimpseSettings()

    public init() {}

    static func start(_ offset: Float, _ settings: GlimpseSettings, extent: Float, size: Float) -> Float {
        switch (settings.isNormalized, settings.isCentered) {
        case (true, true): offset * extent / 2 + extent / 2 - size / 2
        case (true, false): offset * extent
        case (false, true): offset + extent / 2
        case (false, false): offset
        }
    }
}
