public import AdjointCore

/// Red, green and blue as hue, saturation and value. TF: `RGBToHSV`.
///
/// images: `[…, 3]`, in 0…1.
public struct RGBToHSV: ColorOperation {
    public static let type = "RGBToHSV"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: .floatingPoint)], outputs: [.tensor("output")])

    public init() {}

    static func pixel<Number: RealElement>(
        _ red: Number, _ green: Number, _ blue: Number, _: Number
    ) -> (Number, Number, Number) {
        ColorConversion.hsv(red, green, blue)
    }
}
