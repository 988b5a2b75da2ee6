public import AdjointCore

/// The gradient of ``FakeQuantWithMinMaxArgs``: it passes where the element is in the range.
/// TF: `FakeQuantWithMinMaxArgsGradient`.
public struct FakeQuantWithMinMaxArgsGradient: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxArgsGradient"
    public static let signature = OperationSignature(
        inputs: [.tensor("gradients", .float32), .tensor("inputs", .float32)],
        outputs: [.tensor("backprops", .float32)])
    public static let attributes: [AttributeKey<FakeQuantWithMinMaxArgsGradient>] = [
        .float("min", \.least), .float("max", \.most), .int("num_bits", \.bitCount), .bool("narrow_range", \.isNarrow),
    ]

    /// The lower end of the range.
    public var least: Float = -6
    /// The upper end.
    public var most: Float = 6
    /// The number of bits.
    public var bitCount = 8
    /// Whether the least of the values is left out.
    public var isNarrow = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.commonShape()] }

    public static let gradient = GradientRule<FakeQuantWithMinMaxArgsGradient>.notDifferentiable(
        reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let range = FakeQuantization(from: least, to: most, bitCount: bitCount, isNarrow: isNarrow)
        let count = context.inputs[0].count
        return Kernel { arguments in
            let (gradient, input) = (arguments.input(0, as: Float.self), arguments.input(1, as: Float.self))
            let output = arguments.output(0, as: Float.self)
            for index in 0..<count { output[index] = range.contains(input[index]) ? gradient[index] : 0 }
        }
    }
}
