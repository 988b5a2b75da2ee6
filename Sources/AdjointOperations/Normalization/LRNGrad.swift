public import AdjointCore
import AdjointKernels

/// The gradient of `LRN`. TF: `LRNGrad`.
public struct LRNGrad: OperationDefinition {
    public static let type = "LRNGrad"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("input_grads", in: DTypeSet(.float16, .bfloat16, .float32)),
            .tensor("input_image", in: DTypeSet(.float16, .bfloat16, .float32)),
            .tensor("output_image", in: DTypeSet(.float16, .bfloat16, .float32)),
        ],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<LRNGrad>] = [
        .int("depth_radius", \.radius), .float("bias", \.bias), .float("alpha", \.alpha), .float("beta", \.beta),
    ]

    /// How many channels on either side count.
    public var radius = 5
    /// Added to the sum of squares.
    public var bias: Float = 1
    /// The sum's factor.
    public var alpha: Float = 1
    /// The sum's power.
    public var beta: Float = 0.5

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        var shape = Shape(rank: 4)
        for index in 0..<3 {
            guard let merged = shape.merged(with: context.shape(index)) else {
                throw OperationError("gradient and images must be of rank 4 and one shape: \(context.inputs)")
            }
            shape = merged
        }
        return [shape]
    }

    public static let gradient = GradientRule<LRNGrad>.notDifferentiable(
        reason: "TensorFlow defines no gradient for it")

    // With n = bias + alpha · Σ x² and y = x · n^-beta: dxₖ = dyₖ · nₖ^-beta - 2·alpha·beta · xₖ · Σⱼ dyⱼ · yⱼ / nⱼ.
    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[0].dtype == .float32 else {
            throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
        let dimensions = context.inputs[1].dimensions
        guard context.inputs.allSatisfy({ $0.dimensions == dimensions }) else {
            throw OperationError("gradient and images differ in shape")
        }
        let (count, channels) = (context.inputs[0].count, dimensions[3])
        let norms = try ChannelNorms(channels: channels, count: count, radius: radius, bias: bias, alpha: alpha)
        let powers = try NormPowers(count: count, exponent: -beta)
        let factor = 2 * alpha * beta
        return Kernel(scratchByteCount: 2 * powers.byteCount, operationCount: 32 * count) { arguments in
            let (gradient, image, result) = (
                arguments.input(0, as: Float.self), arguments.input(1, as: Float.self),
                arguments.input(2, as: Float.self)
            )
            let target = arguments.output(0, as: Float.self)
            let norm = arguments.scratch.assumingMemoryBound(to: Float.self)
            let power = norm + count
            norms.compute(image, to: norm, workers: arguments.workers)
            powers.compute(norm, to: power, workers: arguments.workers)
            arguments.workers.parallel(count / max(1, channels)) { pixel in
                let first = pixel * channels
                for channel in 0..<channels {
                    var sum: Float = 0
                    for neighbor in norms.neighbors(channel) {
                        sum += gradient[first + neighbor] * result[first + neighbor] / norm[first + neighbor]
                    }
                    let index = first + channel
                    target[index] = gradient[index] * power[index] - factor * image[index] * sum
                }
            }
        }
    }
}
