public import AdjointCore

/// The gradients of ``FakeQuantWithMinMaxVars``: it passes where the element is in the range; what lies beyond belongs to
/// the bounds. TF: `FakeQuantWithMinMaxVarsGradient`.
public struct FakeQuantWithMinMaxVarsGradient: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxVarsGradient"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("gradients", .float32), .tensor("inputs", .float32), .tensor("min", .float32),
            .tensor("max", .float32),
        ],
        outputs: [
            .tensor("backprops_wrt_input", .float32), .tensor("backprop_wrt_min", .float32),
            .tensor("backprop_wrt_max", .float32),
        ])
    public static let attributes: [AttributeKey<FakeQuantWithMinMaxVarsGradient>] = [
        .int("num_bits", \.bitCount), .bool("narrow_range", \.isNarrow),
    ]

    /// The number of bits.
    public var bitCount = 8
    /// Whether the least of the values is left out.
    public var isNarrow = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.requireRange(at: 2)
        return [try context.commonShape(), .scalar, .scalar]
    }

    public static let gradient = GradientRule<FakeQuantWithMinMaxVarsGradient>.notDifferentiable(
        reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, bitCount, isNarrow) = (context.inputs[0].count, bitCount, isNarrow)
        return Kernel { arguments in
            let (gradient, input) = (arguments.input(0, as: Float.self), arguments.input(1, as: Float.self))
            let (low, high) = (arguments.input(2, as: Float.self).pointee, arguments.input(3, as: Float.self).pointee)
            let output = arguments.output(0, as: Float.self)
            let isEmpty = low == 0 && high == 0
            let range = FakeQuantization(from: low, to: isEmpty ? 1 : high, bitCount: bitCount, isNarrow: isNarrow)
            var (below, above): (Float, Float) = (0, 0)
            for index in 0..<count {
                let isInside = isEmpty || range.contains(input[index])
                output[index] = isInside ? gradient[index] : 0
                guard !isInside else { continue }
                if range.isBelow(input[index]) { below += gradient[index] } else { above += gradient[index] }
            }
            arguments.output(1, as: Float.self).pointee = below
            arguments.output(2, as: Float.self).pointee = above
        }
    }
}
