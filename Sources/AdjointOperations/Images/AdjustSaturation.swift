public import AdjointCore

/// Colors with another saturation. TF: `AdjustSaturation`.
///
/// images: `[…, 3]`, in 0…1; scale: the factor.
public struct AdjustSaturation: ColorOperation {
    public static let type = "AdjustSaturation"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: DTypeSet(.float16, .float32)), .tensor("scale", .float32)],
        outputs: [.tensor("output")])

    public init() {}

    static func pixel<Number: RealElement>(
        _ red: Number, _ green: Number, _ blue: Number, _ scale: Number
    ) -> (Number, Number, Number) {
        let color = ColorConversion.hsv(red, green, blue)
        return ColorConversion.rgb(color.hue, min(max(color.saturation * scale, 0), 1), color.value)
    }
}
