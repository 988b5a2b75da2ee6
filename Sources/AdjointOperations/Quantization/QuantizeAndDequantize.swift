public import AdjointCore

/// Numbers rounded to what few bits can tell apart, as graphs of 2016 have it. TF: `QuantizeAndDequantize`.
///
/// input: float32, float64. The scale keeps zero, and spreads the input's range, or the attributes', over the integers of
/// so many bits. The gradient passes as if nothing were rounded.
public struct QuantizeAndDequantize: QuantizationRounding {
    public static let type = "QuantizeAndDequantize"
    public static let signature = OperationSignature.unary("input", "output", in: .floatingPoint)
    public static let attributes: [AttributeKey<QuantizeAndDequantize>] = [
        .bool("signed_input", \.settings.isSigned), .int("num_bits", \.settings.bitCount),
        .bool("range_given", \.settings.hasRange), .float("input_min", \.low), .float("input_max", \.high),
    ]

    var settings = QuantizationSettings()
    /// The lower end of the range, if it is given.
    public var low: Float = 0
    /// The upper end of the range, if it is given.
    public var high: Float = 0

    public init() {}

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try roundingKernel(context, range: (low, high))
    }
}
