public import AdjointCore

/// Elements rounded to the values that a few bits can tell apart in a range. TF: `FakeQuantWithMinMaxVars`.
///
/// inputs: float32; min and max: scalars. Shape and type stay.
public struct FakeQuantWithMinMaxVars: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxVars"
    public static let signature = OperationSignature(
        inputs: [.tensor("inputs", .float32), .tensor("min", .float32), .tensor("max", .float32)],
        outputs: [.tensor("outputs", .float32)])
    public static let attributes: [AttributeKey<FakeQuantWithMinMaxVars>] = [
        .int("num_bits", \.bitCount), .bool("narrow_range", \.isNarrow),
    ]

    /// The number of bits.
    public var bitCount = 8
    /// Whether the least of the values is left out.
    public var isNarrow = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.requireRange(at: 1)
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<FakeQuantWithMinMaxVars>.differentiable { definition, context in
        var gradient = FakeQuantWithMinMaxVarsGradient()
        (gradient.bitCount, gradient.isNarrow) = (definition.bitCount, definition.isNarrow)
        return context.graph.addTensors(gradient, inputs: [context.outputGradient()] + context.inputs, count: 3)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, bitCount, isNarrow) = (context.inputs[0].count, bitCount, isNarrow)
        return Kernel { arguments in
            let (input, output) = (arguments.input(0, as: Float.self), arguments.output(0, as: Float.self))
            let (low, high) = (arguments.input(1, as: Float.self).pointee, arguments.input(2, as: Float.self).pointee)
            guard low != 0 || high != 0 else { return output.initialize(repeating: 0, count: count) }
            let quantize = FakeQuantization(from: low, to: high, bitCount: bitCount, isNarrow: isNarrow)
            for index in 0..<count { output[index] = quantize(input[index]) }
        }
    }
}
