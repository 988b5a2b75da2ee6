public import AdjointCore

/// Colors with another hue. TF: `AdjustHue`.
///
/// images: `[…, 3]`, in 0…1; delta: what is added to the hue, where 1 goes once around.
public struct AdjustHue: ColorOperation {
    public static let type = "AdjustHue"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: DTypeSet(.float16, .float32)), .tensor("delta", .float32)],
        outputs: [.tensor("output")])

    public init() {}

    static func pixel<Number: RealElement>(
        _ red: Number, _ green: Number, _ blue: Number, _ delta: Number
    ) -> (Number, Number, Number) {
        let color = ColorConversion.hsv(red, green, blue)
        let hue = color.hue + delta
        return ColorConversion.rgb(hue - hue.rounded(.down), color.saturation, color.value)
    }
}
