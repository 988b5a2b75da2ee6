public import AdjointCore

/// Elements rounded to the values that a few bits can tell apart in a fixed range. TF: `FakeQuantWithMinMaxArgs`.
///
/// float32; shape and type stay.
public struct FakeQuantWithMinMaxArgs: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxArgs"
    public static let signature = OperationSignature(
        inputs: [.tensor("inputs", .float32)], outputs: [.tensor("outputs", .float32)])
    public static let attributes: [AttributeKey<FakeQuantWithMinMaxArgs>] = [
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

    public var traits: OperationTraits { .elementwise(inputs: 1) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard least < most, 2...16 ~= bitCount else {
            throw OperationError("there is no range of \(bitCount) bits from \(least) to \(most)")
        }
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<FakeQuantWithMinMaxArgs>.differentiable { definition, context in
        var gradient = FakeQuantWithMinMaxArgsGradient()
        (gradient.least, gradient.most) = (definition.least, definition.most)
        (gradient.bitCount, gradient.isNarrow) = (definition.bitCount, definition.isNarrow)
        return [context.graph.addTensor(gradient, inputs: [context.outputGradient(), context.inputs[0]])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let quantize = FakeQuantization(from: least, to: most, bitCount: bitCount, isNarrow: isNarrow)
        let count = context.inputs[0].count
        return Kernel { arguments in
            let (input, output) = (arguments.input(0, as: Float.self), arguments.output(0, as: Float.self))
            for index in 0..<count { output[index] = quantize(input[index]) }
        }
    }
}
