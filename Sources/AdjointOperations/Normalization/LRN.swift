public import AdjointCore
import AdjointKernels

/// Local response normalization: x / (bias + alpha · Σ x²)^beta, summed over the neighboring channels. TF: `LRN`.
public struct LRN: OperationDefinition {
    public static let type = "LRN"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: DTypeSet(.float16, .bfloat16, .float32))], outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<LRN>] = [
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
        [try context.shape(0, rank: 4, role: "images")]
    }

    // TF: `_LRNGrad`.
    public static let gradient = GradientRule<LRN>.differentiable { definition, context in
        var gradient = LRNGrad()
        (gradient.radius, gradient.bias) = (definition.radius, definition.bias)
        (gradient.alpha, gradient.beta) = (definition.alpha, definition.beta)
        return [
            context.graph.addTensor(
                gradient, inputs: [context.outputGradient(), context.inputs[0], context.outputs[0]])
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs[0].dtype == .float32 else {
            throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
        let count = context.inputs[0].count
        let norms = try ChannelNorms(
            channels: context.inputs[0].dimensions[3], count: count, radius: radius, bias: bias, alpha: alpha)
        let powers = try NormPowers(count: count, exponent: -beta)
        return Kernel(scratchByteCount: powers.byteCount, operationCount: 16 * count) { arguments in
            let (source, target) = (arguments.input(0, as: Float.self), arguments.output(0, as: Float.self))
            let power = arguments.scratch.assumingMemoryBound(to: Float.self)
            norms.compute(source, to: power, workers: arguments.workers)
            powers.compute(power, to: power, workers: arguments.workers)
            for index in 0..<count { target[index] = source[index] * power[index] }
        }
    }
}

extension Tensor {
    /// Local response normalization: x / (bias + alpha · Σ x²)^beta, where the sum goes over the channels up to `radius`
    /// away.
    ///
    /// self: `[batch, height, width, channels]`, float32. TF: `tf.nn.local_response_normalization`.
    public func locallyNormalized(
        radius: Int = 5, bias: Float = 1, alpha: Float = 1, beta: Float = 0.5, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        var definition = LRN()
        (definition.radius, definition.bias, definition.alpha, definition.beta) = (radius, bias, alpha, beta)
        return applying(definition, name: name, file: file, line: line)
    }
}

/// bias + alpha · Σ x² over the neighboring channels.
struct ChannelNorms {
    let channels: Int
    let count: Int
    let radius: Int
    let bias: Float
    let alpha: Float

    /// - Throws: ``OperationError`` for a negative radius.
    init(channels: Int, count: Int, radius: Int, bias: Float, alpha: Float) throws(OperationError) {
        guard radius >= 0 else { throw OperationError("depth_radius is negative: \(radius)") }
        (self.channels, self.count, self.radius) = (channels, count, min(radius, channels))
        (self.bias, self.alpha) = (bias, alpha)
    }

    /// The channels up to `radius` away from one.
    func neighbors(_ channel: Int) -> Range<Int> { max(0, channel - radius)..<min(channels, channel + radius + 1) }

    func compute(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, workers: WorkerPool) {
        workers.parallel(count / max(1, channels)) { pixel in
            let (from, to) = (source + pixel * channels, target + pixel * channels)
            for channel in 0..<channels {
                var sum: Float = 0
                for neighbor in neighbors(channel) { sum += from[neighbor] * from[neighbor] }
                to[channel] = bias + alpha * sum
            }
        }
    }
}

/// Powers of numbers with one exponent.
struct NormPowers {
    private let plan: BroadcastPlan
    private let exponent: Float
    /// The bytes that the numbers take.
    let byteCount: Int

    init(count: Int, exponent: Float) throws(OperationError) {
        guard let plan = BroadcastPlan([count], []) else { throw OperationError("no plan for \(count) powers") }
        self.plan = plan
        self.exponent = exponent
        byteCount = count * MemoryLayout<Float>.stride
    }

    func compute(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, workers: WorkerPool) {
        withUnsafePointer(to: exponent) { exponent in
            _ = Elementwise.apply(.power, .float32, source, exponent, to: target, plan: plan, workers: workers)
        }
    }
}
