public import AdjointCore

/// Numbers rounded to what few bits can tell apart, how many an input says. TF: `QuantizeAndDequantizeV3`.
///
/// input: float32, float64; input_min, input_max: the range if it is given, a scalar, or a vector along the axis; num_bits:
/// an int32 scalar. The scale keeps zero, and spreads the range, or the input's own, over the integers of so many bits. The
/// gradient passes as if nothing were rounded.
public struct QuantizeAndDequantizeV3: QuantizationRounding {
    public static let type = "QuantizeAndDequantizeV3"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input", in: .floatingPoint), .tensor("input_min", in: .floatingPoint),
            .tensor("input_max", in: .floatingPoint), .tensor("num_bits", .int32),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<QuantizeAndDequantizeV3>] = [
        .bool("signed_input", \.settings.isSigned), .bool("range_given", \.settings.hasRange),
        .bool("narrow_range", \.settings.isNarrow), .int("axis", \.settings.axis),
    ]

    var settings: QuantizationSettings = {
        var settings = QuantizationSettings()
        settings.hasRange = true
        return settings
    }()

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[3].count == 1 else {
            throw OperationError("num_bits must be one number, not \(Shape(context.inputs[3].dimensions))")
        }
        return try roundingKernel(context, bitCountInput: 3)
    }
}
