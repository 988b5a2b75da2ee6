import AdjointCore
import AdjointKernels

/// Batch normalization as one op, in TensorFlow's three versions.
///
/// Outputs: y, the moving mean and variance to be, and what the gradient needs: mean and variance of the batch in
/// training, the given ones otherwise.
protocol FusedNormalization: OperationDefinition {
    /// Added to the variance.
    var epsilon: Float { get set }
    /// How much of the batch's mean and variance goes into the moving ones.
    var averageFactor: Float { get set }
    /// The order of the images' dimensions.
    var dataFormat: DataFormat { get set }
    /// Whether the batch is normalized by its own mean and variance.
    var isTraining: Bool { get set }
}

/// The gradient of a ``FusedNormalization``.
protocol FusedNormalizationGradient: OperationDefinition {
    /// Added to the variance.
    var epsilon: Float { get set }
    /// The order of the images' dimensions.
    var dataFormat: DataFormat { get set }
    /// Whether the batch was normalized by its own mean and variance.
    var isTraining: Bool { get set }
}

extension DataFormat {
    /// The shapes of images and of a number per channel, from those of all that have either.
    func normalizationShapes(
        images: [Shape], channels: [Shape]
    ) throws(OperationError) -> (image: Shape, channel: Shape) {
        var image = Shape(rank: 4)
        for shape in images {
            guard let merged = image.merged(with: shape) else {
                throw OperationError("images must be of rank 4 and one shape: \(images)")
            }
            image = merged
        }
        let axis = channelAxis(rank: 4)
        var channel: Shape = [image[axis]]
        for shape in channels {
            guard let merged = channel.merged(with: shape) else {
                throw OperationError("images \(image) need vectors of a number per channel, not of shape \(shape)")
            }
            channel = merged
        }
        guard var sizes = image.partialDimensions else { return (image, channel) }
        sizes[axis] = channel[0]
        return (Shape(sizes), channel)
    }
}

extension FusedNormalization {
    /// The attributes that all versions have.
    static var normalizationAttributes: [AttributeKey<Self>] {
        [
            .float("epsilon", \Self.epsilon), .float("exponential_avg_factor", \Self.averageFactor),
            .dataFormat(\Self.dataFormat), .bool("is_training", \Self.isTraining),
        ]
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { try inferNormalizationShapes(context) }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel { try normalizationKernel(context) }

    func inferNormalizationShapes(_ context: ShapeContext) throws -> [Shape] {
        let isEmptyAllowed = isTraining && averageFactor == 1
        let moving = [context.shape(3), context.shape(4)].filter { !(isEmptyAllowed && $0.isCompatible(with: [0])) }
        let shapes = try dataFormat.normalizationShapes(
            images: [context.shape(0)], channels: [context.shape(1), context.shape(2)] + moving)
        return [shapes.image] + Array(repeating: shapes.channel, count: 4)
    }

    func normalizationKernel(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs.allSatisfy({ $0.dtype == .float32 }) else {
            throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
        let image = context.inputs[0].dimensions
        let channels = image[dataFormat.channelAxis(rank: 4)]
        let rows = image[0] * dataFormat.spatialAxes.reduce(1) { $0 * image[$1] }
        guard [1, 2].allSatisfy({ context.inputs[$0].dimensions == [channels] }) else {
            throw OperationError("images \(Shape(image)) need vectors of \(channels) numbers")
        }
        let usesMoving = !isTraining || averageFactor != 1
        guard !usesMoving || [3, 4].allSatisfy({ context.inputs[$0].dimensions == [channels] }) else {
            throw OperationError("mean and variance must be vectors of \(channels) numbers")
        }
        let normalization = ChannelNormalization(rows: rows, channels: channels, .float32)
        let (epsilon, averageFactor, isTraining) = (epsilon, averageFactor, isTraining)
        let sumBytes = AlignedMemory.rounded(normalization.scratchByteCount)
        let doubles = channels * MemoryLayout<Double>.stride
        return Kernel(
            scratchByteCount: sumBytes + 3 * doubles, operationCount: (isTraining ? 8 : 3) * rows * channels
        ) { arguments in
            let scratch = arguments.scratch + sumBytes
            let mean = scratch.assumingMemoryBound(to: Double.self)
            let variance = mean + channels
            let factor = (scratch + 2 * doubles).assumingMemoryBound(to: Float.self)
            let (scale, oldMean, oldVariance) = (
                arguments.input(1, as: Float.self), arguments.input(3, as: Float.self),
                arguments.input(4, as: Float.self)
            )
            let (newMean, newVariance) = (arguments.output(1, as: Float.self), arguments.output(2, as: Float.self))
            let (savedMean, savedVariance) = (arguments.output(3, as: Float.self), arguments.output(4, as: Float.self))
            if isTraining {
                normalization.moments(
                    arguments.rawInput(0), mean: mean, variance: variance, scratch: arguments.scratch,
                    workers: arguments.workers)
                // The moving variance estimates that of all examples, without bias.
                let correction = Double(rows) / Double(max(1, rows - 1))
                for channel in 0..<channels {
                    savedMean[channel] = Float(mean[channel])
                    savedVariance[channel] = Float(variance[channel])
                    let unbiased = Float(variance[channel] * correction)
                    newMean[channel] =
                        averageFactor == 1
                        ? savedMean[channel]
                        : (1 - averageFactor) * oldMean[channel] + averageFactor * savedMean[channel]
                    newVariance[channel] =
                        averageFactor == 1
                        ? unbiased : (1 - averageFactor) * oldVariance[channel] + averageFactor * unbiased
                }
            } else {
                for channel in 0..<channels {
                    (newMean[channel], newVariance[channel]) = (oldMean[channel], oldVariance[channel])
                    (savedMean[channel], savedVariance[channel]) = (oldMean[channel], oldVariance[channel])
                }
            }
            for channel in 0..<channels {
                factor[channel] = scale[channel] / (savedVariance[channel] + epsilon).squareRoot()
            }
            normalization.affine(
                arguments.rawInput(0), mean: savedMean, factor: factor, offset: arguments.rawInput(2),
                to: arguments.rawOutput(0), workers: arguments.workers)
        }.images(in: dataFormat, context, inputs: [0], outputs: [0])
    }

    /// The gradient in terms of the gradient op of the same version, which has `reserveCount` inputs beyond the scale.
    ///
    /// TF: `_BaseFusedBatchNormGrad`.
    func normalizationGradient<Gradient: FusedNormalizationGradient>(
        _ type: Gradient.Type, reserveCount: Int, _ context: GradientContext
    ) -> [Tensor?] {
        var definition = Gradient()
        (definition.epsilon, definition.isTraining) = (epsilon, isTraining)
        definition.dataFormat = isTraining ? dataFormat : .channelsLast
        var (image, gradient) = (context.inputs[0], context.outputGradient())
        let isTransposed = !isTraining && dataFormat == .channelsFirst
        if isTransposed {
            image = image.transposed(permutation: [0, 2, 3, 1])
            gradient = gradient.transposed(permutation: [0, 2, 3, 1])
        }
        var reserves = isTraining ? [context.outputs[3], context.outputs[4]] : [context.inputs[3], context.inputs[4]]
        if reserveCount == 3 { reserves.append(context.outputs[5]) }
        let results = context.graph.addTensors(
            definition, inputs: [gradient, image, context.inputs[1]] + reserves, count: 5)
        let ofImage = isTransposed ? results[0].transposed(permutation: [0, 3, 1, 2]) : results[0]
        return [ofImage, results[1], results[2], nil, nil]
    }
}

extension FusedNormalizationGradient {
    /// The attributes that all versions have.
    static var normalizationAttributes: [AttributeKey<Self>] {
        [
            .float("epsilon", \Self.epsilon), .dataFormat(\Self.dataFormat), .bool("is_training", \Self.isTraining),
        ]
    }

    public static var gradient: GradientRule<Self> {
        .differentiable { definition, context in definition.secondGradient(context) }
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shapes = try dataFormat.normalizationShapes(
            images: [context.shape(0), context.shape(1)],
            channels: [context.shape(2), context.shape(3), context.shape(4)])
        return [shapes.image, shapes.channel, shapes.channel, [0], [0]]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        guard context.inputs.allSatisfy({ $0.dtype == .float32 }) else {
            throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
        let image = context.inputs[1].dimensions
        let channels = image[dataFormat.channelAxis(rank: 4)]
        let rows = image[0] * dataFormat.spatialAxes.reduce(1) { $0 * image[$1] }
        guard context.inputs[0].dimensions == image,
            (2...4).allSatisfy({ context.inputs[$0].dimensions == [channels] })
        else { throw OperationError("the gradient of images \(Shape(image)) needs vectors of \(channels) numbers") }
        let normalization = ChannelNormalization(rows: rows, channels: channels, .float32)
        let (epsilon, isTraining) = (epsilon, isTraining)
        let sumBytes = AlignedMemory.rounded(normalization.scratchByteCount)
        let doubles = channels * MemoryLayout<Double>.stride
        return Kernel(scratchByteCount: sumBytes + 5 * doubles, operationCount: 10 * rows * channels) { arguments in
            let scratch = arguments.scratch + sumBytes
            let center = scratch.assumingMemoryBound(to: Double.self)
            let (sum, product) = (center + channels, center + 2 * channels)
            let factor = (scratch + 3 * doubles).assumingMemoryBound(to: Float.self)
            let (gradientMean, slope) = (factor + channels, factor + 2 * channels)
            let (scale, mean, variance) = (
                arguments.input(2, as: Float.self), arguments.input(3, as: Float.self),
                arguments.input(4, as: Float.self)
            )
            for channel in 0..<channels { center[channel] = Double(mean[channel]) }
            normalization.products(
                arguments.rawInput(0), arguments.rawInput(1), mean: center, sum: sum, product: product,
                scratch: arguments.scratch, workers: arguments.workers)
            let (ofScale, ofOffset) = (arguments.output(1, as: Float.self), arguments.output(2, as: Float.self))
            for channel in 0..<channels {
                let inverse = 1 / (Double(variance[channel]) + Double(epsilon)).squareRoot()
                factor[channel] = Float(Double(scale[channel]) * inverse)
                ofScale[channel] = Float(product[channel] * inverse)
                ofOffset[channel] = Float(sum[channel])
                gradientMean[channel] = isTraining ? Float(sum[channel] / Double(rows)) : 0
                slope[channel] = isTraining ? Float(product[channel] * inverse * inverse / Double(rows)) : 0
            }
            normalization.gradient(
                arguments.rawInput(0), arguments.rawInput(1), mean: mean, factor: factor, gradientMean: gradientMean,
                slope: slope, to: arguments.rawOutput(0), workers: arguments.workers)
        }.images(in: dataFormat, context, inputs: [0, 1], outputs: [0])
    }
}
