public import AdjointCore
import AdjointKernels

/// The gradients of ``BatchNormWithGlobalNormalization`` for images, mean, variance, beta and gamma.
/// TF: `BatchNormWithGlobalNormalizationGrad`.
///
/// t, backprop: `[batch, height, width, channels]`; m, v, gamma: `[channels]`. Without scaling, gamma's is zero.
public struct BatchNormWithGlobalNormalizationGrad: OperationDefinition {
    public static let type = "BatchNormWithGlobalNormalizationGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("t", in: .floatingPoint), .tensor("m", in: .floatingPoint), .tensor("v", in: .floatingPoint),
            .tensor("gamma", in: .floatingPoint), .tensor("backprop", in: .floatingPoint),
        ],
        outputs: [.tensor("dx"), .tensor("dm"), .tensor("dv"), .tensor("db"), .tensor("dg")])
    public static let attributes: [AttributeKey<BatchNormWithGlobalNormalizationGrad>] = [
        .float("variance_epsilon", \.settings.epsilon), .bool("scale_after_normalization", \.settings.isScaled),
    ]

    var settings = GlobalNormalization()

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shapes = try DataFormat.channelsLast.normalizationShapes(
            images: [context.shape(0), context.shape(4)], channels: (1...3).map(context.shape))
        return [shapes.image] + Array(repeating: shapes.channel, count: 4)
    }

    public static let gradient = GradientRule<BatchNormWithGlobalNormalizationGrad>.notDifferentiable(
        reason: "its second order is missing, as in TensorFlow; build the graph with FusedBatchNorm")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        func kernel<Scalar: RealElement>(_: Scalar.Type) throws -> Kernel {
            let (rows, channels) = try settings.normalization(context, images: [4], channels: 1...3)
            let settings = settings
            let sumBytes = AlignedMemory.rounded(rows.scratchByteCount)
            let doubles = channels * MemoryLayout<Double>.stride
            return Kernel(
                scratchByteCount: sumBytes + 5 * doubles, operationCount: 5 * context.inputs[0].count
            ) { arguments in
                let center = (arguments.scratch + sumBytes).assumingMemoryBound(to: Double.self)
                let (sum, product) = (center + channels, center + 2 * channels)
                let factor = (arguments.scratch + sumBytes + 3 * doubles).assumingMemoryBound(to: Scalar.self)
                let zeros = factor + channels
                let (mean, variance, gamma) = (
                    arguments.input(1, as: Scalar.self), arguments.input(2, as: Scalar.self),
                    arguments.input(3, as: Scalar.self)
                )
                for channel in 0..<channels { (center[channel], zeros[channel]) = (Double(mean[channel]), 0) }
                settings.writeFactors(variance: variance, gamma: gamma, to: factor, count: channels)
                rows.affine(
                    arguments.rawInput(4), mean: zeros, factor: factor, offset: zeros, to: arguments.rawOutput(0),
                    workers: arguments.workers)
                rows.products(
                    arguments.rawInput(4), arguments.rawInput(0), mean: center, sum: sum, product: product,
                    scratch: arguments.scratch, workers: arguments.workers)
                let (ofMean, ofVariance) = (arguments.output(1, as: Scalar.self), arguments.output(2, as: Scalar.self))
                let (ofBeta, ofGamma) = (arguments.output(3, as: Scalar.self), arguments.output(4, as: Scalar.self))
                for channel in 0..<channels {
                    let inverse = 1 / (Double(variance[channel]) + Double(settings.epsilon)).squareRoot()
                    let scaled = settings.isScaled ? inverse * Double(gamma[channel]) : inverse
                    ofMean[channel] = Scalar(-sum[channel] * scaled)
                    ofVariance[channel] = Scalar(-0.5 * product[channel] * scaled * inverse * inverse)
                    ofBeta[channel] = Scalar(sum[channel])
                    ofGamma[channel] = settings.isScaled ? Scalar(product[channel] * inverse) : 0
                }
            }
        }
        return try kernel(context.inputs[0].dtype.requireReal())
    }
}
