public import AdjointCore

/// Hue, saturation and value as red, green and blue. TF: `HSVToRGB`.
///
/// images: `[…, 3]`, in 0…1.
public struct HSVToRGB: ColorOperation {
    public static let type = "HSVToRGB"
    public static let signature = OperationSignature(
        inputs: [.tensor("images", in: .floatingPoint)], outputs: [.tensor("output")])

    public init() {}

    static func pixel<Number: RealElement>(
        _ hue: Number, _ saturation: Number, _ value: Number, _: Number
    ) -> (Number, Number, Number) {
        ColorConversion.rgb(hue, saturation, value)
    }
}
