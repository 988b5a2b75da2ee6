public import AdjointCore

/// Numbers rounded to what few bits can tell apart. TF: `QuantizeAndDequantizeV2`.
///
/// input: float32, float64; input_min, input_max: the range if it is given, a scalar, or a vector along the axis. The scale
/// keeps zero, and spreads the range, or the input's own, over the integers of so many bits. The gradient passes as if
/// nothing were rounded.
public struct QuantizeAndDequantizeV2: QuantizationRounding {
    public static let type = "QuantizeAndDequantizeV2"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .floatingPoint), .tensor("input_min", in: .floatingPoint),
            .tensor("input_max", in: .floatingPoint),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<QuantizeAndDequantizeV2>] = [
        .bool("signed_input", \.settings.isSigned), .int("num_bits", \.settings.bitCount),
        .bool("range_given", \.settings.hasRange), .quantizationTies(\.settings.rounding),
        .bool("narrow_range", \.settings.isNarrow), .int("axis", \.settings.axis),
    ]

    var settings = QuantizationSettings()

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try roundingKernel(context) }
}
