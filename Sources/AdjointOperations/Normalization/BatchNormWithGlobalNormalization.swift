public import AdjointCore
import AdjointKernels

/// Images normalized by a given mean and variance per channel, as graphs of 2015 have it.
/// TF: `BatchNormWithGlobalNormalization`.
///
/// (t - m) / √(v + variance_epsilon) · gamma + beta, without gamma if not asked for.
///
/// t: `[batch, height, width, channels]`; m, v, beta, gamma: `[channels]`. Floating-point types.
public struct BatchNormWithGlobalNormalization: OperationDefinition {
    public static let type = "BatchNormWithGlobalNormalization"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("t", in: .floatingPoint), .tensor("m", in: .floatingPoint), .tensor("v", in: .floatingPoint),
            .tensor("beta", in: .floatingPoint), .tensor("gamma", in: .floatingPoint),
        ],
        outputs: [.tensor("result")])
    public static let attributes: [AttributeKey<BatchNormWithGlobalNormalization>] = [
        .float("variance_epsilon", \.settings.epsilon), .bool("scale_after_normalization", \.settings.isScaled),
    ]

    var settings = GlobalNormalization()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shapes = try DataFormat.channelsLast.normalizationShapes(
            images: [context.shape(0)], channels: (1...4).map(context.shape))
        return [shapes.image]
    }

    // TF: `_BatchNormWithGlobalNormalizationGrad`.
    public static let gradient = GradientRule<BatchNormWithGlobalNormalization>.differentiable { definition, context in
        var gradient = BatchNormWithGlobalNormalizationGrad()
        gradient.settings = definition.settings
        let inputs = context.inputs
        return context.graph.addTensors(
            gradient, inputs: [inputs[0], inputs[1], inputs[2], inputs[4], context.outputGradient()], count: 5)
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let normalization = try settings.normalization(context, images: [0], channels: 1...4)
            let (settings, channels) = (settings, normalization.channels)
            return Kernel(
                scratchByteCount: channels * MemoryLayout<Scalar>.stride,
                operationCount: 3 * context.inputs[0].count
            ) { arguments in
                let factor = arguments.scratch.assumingMemoryBound(to: Scalar.self)
                settings.writeFactors(
                    variance: arguments.input(2), gamma: arguments.input(4), to: factor, count: channels)
                normalization.rows.affine(
                    arguments.rawInput(0), mean: arguments.rawInput(1), factor: factor, offset: arguments.rawInput(3),
                    to: arguments.rawOutput(0), workers: arguments.workers)
            }
        }
        return try kernel(context.inputs[0].dtype.requireReal())
    }
}

/// What ``BatchNormWithGlobalNormalization`` and its gradient have in common.
struct GlobalNormalization: Sendable, Hashable {
    /// Added to the variance.
    var epsilon: Float = 0
    /// Whether the normalized images are multiplied by gamma.
    var isScaled = false

    /// The normalization of the rows that images consist of.
    ///
    /// - Throws: ``OperationError`` unless images and numbers per channel fit.
    func normalization(
        _ context: borrowing BindingContext, images: [Int], channels: ClosedRange<Int>
    ) throws -> (rows: ChannelNormalization, channels: Int) {
        let sizes = context.inputs[0].dimensions
        guard sizes.count == 4, images.allSatisfy({ context.inputs[$0].dimensions == sizes }),
            channels.allSatisfy({ context.inputs[$0].dimensions == [sizes[3]] }),
            let type = context.inputs[0].dtype.elementType
        else { throw OperationError("images \(Shape(sizes)) need the numbers of as many channels") }
        let rows = sizes.dropLast().reduce(1, *)
        return (ChannelNormalization(rows: rows, channels: sizes[3], type), sizes[3])
    }

    /// 1 / √(variance + epsilon), times gamma where that is asked for.
    func writeFactors<Scalar: RealElement>(
        variance: UnsafePointer<Scalar>, gamma: UnsafePointer<Scalar>, to factor: UnsafeMutablePointer<Scalar>,
        count: Int
    ) {
        for channel in 0..<count {
            let inverse = 1 / (variance[channel] + Scalar(epsilon)).squareRoot()
            factor[channel] = isScaled ? inverse * gamma[channel] : inverse
        }
    }
}
