public import AdjointCore

/// Elements rounded to the values that a few bits can tell apart in the range of their channel.
/// TF: `FakeQuantWithMinMaxVarsPerChannel`.
///
/// inputs: `[…, channels]`, float32; min and max: `[channels]`. Shape and type stay.
public struct FakeQuantWithMinMaxVarsPerChannel: OperationDefinition {
    public static let type = "FakeQuantWithMinMaxVarsPerChannel"
    public static let signature = OperationSignature(
        inputs: [.tensor("inputs", .float32), .tensor("min", .float32), .tensor("max", .float32)],
        outputs: [.tensor("outputs", .float32)])
    public static let attributes: [AttributeKey<FakeQuantWithMinMaxVarsPerChannel>] = [
        .int("num_bits", \.bitCount), .bool("narrow_range", \.isNarrow),
    ]

    /// The number of bits.
    public var bitCount = 8
    /// Whether the least of the values is left out.
    public var isNarrow = false

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        try context.requireChannelRanges(at: 1, inputs: context.shape(0))
        return [context.shape(0)]
    }

    public static let gradient = GradientRule<FakeQuantWithMinMaxVarsPerChannel>.differentiable {
        definition, context in
        var gradient = FakeQuantWithMinMaxVarsPerChannelGradient()
        (gradient.bitCount, gradient.isNarrow) = (definition.bitCount, definition.isNarrow)
        return context.graph.addTensors(gradient, inputs: [context.outputGradient()] + context.inputs, count: 3)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (count, channels) = (context.inputs[0].count, context.inputs[1].count)
        try context.checkChannelRanges(at: 1, inputs: 0)
        let (bitCount, isNarrow) = (bitCount, isNarrow)
        return Kernel { arguments in
            let (input, output) = (arguments.input(0, as: Float.self), arguments.output(0, as: Float.self))
            for channel in 0..<channels {
                let low = arguments.input(1, as: Float.self)[channel]
                let high = arguments.input(2, as: Float.self)[channel]
                let isEmpty = low == 0 && high == 0
                let quantize = FakeQuantization(
                    from: low, to: isEmpty ? 1 : high, bitCount: bitCount, isNarrow: isNarrow)
                for index in stride(from: channel, to: count, by: channels) {
                    output[index] = isEmpty ? 0 : quantize(input[index])
                }
            }
        }
    }
}

extension ShapeContext {
    /// Checks the bounds of ranges, one for each channel of the inputs.
    func requireChannelRanges(at index: Int, inputs: Shape) throws {
        let low = try shape(index, rank: 1, role: "min")
        let high = try shape(index + 1, rank: 1, role: "max")
        guard let sizes = inputs.partialDimensions else { return }
        guard let channels = sizes.last else { throw OperationError("a scalar has no channels") }
        guard low.isCompatible(with: high), low.isCompatible(with: [channels]), high.isCompatible(with: [channels])
        else {
            throw OperationError("inputs \(inputs) need as many bounds as channels, not \(low) and \(high)")
        }
    }
}

extension BindingContext {
    /// Checks the same once the shapes are known.
    func checkChannelRanges(at index: Int, inputs: Int) throws {
        let channels = self.inputs[inputs].dimensions.last ?? 0
        guard self.inputs[index].dimensions == [channels], self.inputs[index + 1].dimensions == [channels] else {
            throw OperationError("there must be a bound for each of \(channels) channels")
        }
    }
}
