public import AdjointCore

/// The gradients of ``FakeQuantWithMinMaxVars``: it passes where the element is in the range; what lies beyond belongs to
/// the bounds. TF: `FakeQuantWithMinMaxVarsGradient`.
public struct FakeQuantWithMinMaxVarsGradient: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxVarsGradient"
    public static let signature = OperationSignature.fakeQuantizationGradient
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
        .fakeQuantizationGradient(context, bitCount: bitCount, isNarrow: isNarrow)
    }
}
