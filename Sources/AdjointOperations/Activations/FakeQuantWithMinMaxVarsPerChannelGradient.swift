public import AdjointCore

/// The gradients of ``FakeQuantWithMinMaxVarsPerChannel``: it passes where the element is in the range; what lies beyond
/// belongs to the bounds of its channel. TF: `FakeQuantWithMinMaxVarsPerChannelGradient`.
public struct FakeQuantWithMinMaxVarsPerChannelGradient: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxVarsPerChannelGradient"
    public static let signature = OperationSignature.fakeQuantizationGradient
    public static let attributes: [AttributeKey<FakeQuantWithMinMaxVarsPerChannelGradient>] = [
        .int("num_bits", \.bitCount), .bool("narrow_range", \.isNarrow),
    ]

    /// The number of bits.
    public var bitCount = 8
    /// Whether the least of the values is left out.
    public var isNarrow = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let inputs = try context.commonShape()
        try context.requireChannelRanges(at: 2, inputs: inputs)
        return [inputs, context.shape(2), context.shape(3)]
    }

    public static let gradient = GradientRule<FakeQuantWithMinMaxVarsPerChannelGradient>.notDifferentiable(
        reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try context.checkChannelRanges(at: 2, inputs: 1)
        return .fakeQuantizationGradient(context, bitCount: bitCount, isNarrow: isNarrow)
    }
}
