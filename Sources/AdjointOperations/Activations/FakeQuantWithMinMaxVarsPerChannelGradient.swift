public import AdjointCore

/// The gradients of ``FakeQuantWithMinMaxVarsPerChannel``: it passes where the element is in the range; what lies beyond
/// belongs to the bounds of its channel. TF: `FakeQuantWithMinMaxVarsPerChannelGradient`.
public struct FakeQuantWithMinMaxVarsPerChannelGradient: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxVarsPerChannelGradient"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("gradients", .float32), .tensor("inputs", .float32), .tensor("min", .float32),
            .tensor("max", .float32),
        ],
        outputs: [
            .tensor("backprops_wrt_input", .float32), .tensor("backprop_wrt_min", .float32),
            .tensor("backprop_wrt_max", .float32),
        ])
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
        let (count, channels) = (context.inputs[1].count, context.inputs[2].count)
        try context.checkChannelRanges(at: 2, inputs: 1)
        let (bitCount, isNarrow) = (bitCount, isNarrow)
        return Kernel { arguments in
            let (gradient, input) = (arguments.input(0, as: Float.self), arguments.input(1, as: Float.self))
            let output = arguments.output(0, as: Float.self)
            for channel in 0..<channels {
                let low = arguments.input(2, as: Float.self)[channel]
                let high = arguments.input(3, as: Float.self)[channel]
                let isEmpty = low == 0 && high == 0
                let range = FakeQuantization(
                    from: low, to: isEmpty ? 1 : high, bitCount: bitCount, isNarrow: isNarrow)
                var (below, above): (Float, Float) = (0, 0)
                for index in stride(from: channel, to: count, by: channels) {
                    let isInside = isEmpty || range.contains(input[index])
                    output[index] = isInside ? gradient[index] : 0
                    guard !isInside else { continue }
                    if range.isBelow(input[index]) { below += gradient[index] } else { above += gradient[index] }
                }
                arguments.output(1, as: Float.self)[channel] = below
                arguments.output(2, as: Float.self)[channel] = above
            }
        }
    }
}
