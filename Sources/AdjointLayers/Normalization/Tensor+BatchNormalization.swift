public import AdjointCore
public import AdjointOperations

extension Tensor {
    /// Normalizes each channel to mean 0 and variance 1, then scales and shifts it. TF: `tf.layers.batch_normalization`.
    ///
    /// self: rank 2 or more, with a known extent along `axis`; float32, float64. In training the mean and variance are
    /// those of the batch, and updates of their moving averages join ``CollectionKey/updateOps`` (which
    /// `Optimizer.minimize` runs); otherwise they are the moving averages. Ioffe and Szegedy (2015). The variables are
    /// `name/gamma`, `name/beta`, `name/moving_mean` and `name/moving_variance`; with renormalization also
    /// `name/moving_stddev`, `name/renorm_mean` and `name/renorm_stddev`.
    /// - Parameters:
    ///   - axis: The axis of the channels; negative ones count from the end.
    ///   - momentum: How much of a moving average stays at each update.
    ///   - epsilon: Added to the variance.
    ///   - centers: Whether there is a shift, `name/beta`.
    ///   - scales: Whether there is a scale, `name/gamma`.
    ///   - betaInitializer: Zeros by default.
    ///   - gammaInitializer: Ones by default.
    ///   - movingMeanInitializer: Zeros by default.
    ///   - movingVarianceInitializer: Ones by default.
    ///   - betaRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - gammaRegularizer: Its loss joins ``CollectionKey/regularizationLosses``.
    ///   - betaConstraint: Applied by optimizers after each update.
    ///   - gammaConstraint: Applied by optimizers after each update.
    ///   - isTraining: Whether the batch's own statistics are used.
    ///   - isTrainable: Whether `beta` and `gamma` join ``CollectionKey/trainableVariables``, and the moving averages'
    ///     updates ``CollectionKey/updateOps``.
    ///   - name: `batch_normalization`, `batch_normalization_1`… by default.
    ///   - reuse: Whether the variables are made or found.
    ///   - renormalization: Corrects the batch's statistics toward the moving ones.
    ///   - fused: Whether images (rank 4, float32, channels at axis 1 or 3) are normalized by one op where the other
    ///     arguments allow it, as by default. That op estimates the variance of its moving average without bias.
    ///   - virtualBatchSize: Normalizes parts of the batch by their own statistics. Example i of a batch of n belongs to
    ///     part i mod n / size, as in TensorFlow 1. The batch must divide into parts, in inference too.
    ///   - adjustment: Scale and shift of the normalized values in training, from the shape of the input.
    public func batchNormalization(
        axis: Int = -1, momentum: Double = 0.99, epsilon: Double = 0.001, centers: Bool = true, scales: Bool = true,
        betaInitializer: Initializer = .zeros, gammaInitializer: Initializer = .ones,
        movingMeanInitializer: Initializer = .zeros, movingVarianceInitializer: Initializer = .ones,
        betaRegularizer: Regularizer? = nil, gammaRegularizer: Regularizer? = nil,
        betaConstraint: Constraint? = nil, gammaConstraint: Constraint? = nil,
        training isTraining: some TrainingFlag = false, isTrainable: Bool = true, name: String? = nil,
        reuse: VariableReuse = .never, renormalization: BatchRenormalization? = nil, fused: Bool? = nil,
        virtualBatchSize: Int? = nil,
        adjustment: ((_ shape: Tensor) -> (scale: Tensor, shift: Tensor))? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        func mistake(_ kind: GraphError.Kind, _ message: String) -> Tensor {
            graph.record(
                GraphError(
                    kind, message, operationType: "batch_normalization", operationName: name, site: site))
        }
        guard let dimensions = shape.partialDimensions, dimensions.count >= 2,
            (-dimensions.count..<dimensions.count).contains(axis)
        else {
            return mistake(
                .shape, "batchNormalization needs a rank of 2 or more that has the axis \(axis), not \(shape)")
        }
        let channelAxis = axis < 0 ? axis + dimensions.count : axis
        guard let channelCount = dimensions[channelAxis] else {
            return mistake(.shape, "the axis \(axis) of \(shape) is not known")
        }
        guard DTypeSet.real.contains(dtype) else {
            return mistake(.elementType, "batchNormalization takes float32 or float64, not \(dtype.name)")
        }
        if let virtualBatchSize {
            guard virtualBatchSize > 0, channelAxis > 0, adjustment == nil else {
                return mistake(
                    .value,
                    virtualBatchSize <= 0
                        ? "a virtual batch of \(virtualBatchSize) examples"
                        : channelAxis == 0
                            ? "with virtual batches axis 0 is the batch's, not the channels'"
                            : "virtual batches cannot be adjusted")
            }
        }
        return graph.layerScope(name, kind: "batch_normalization", reuse: reuse) {
            let layer = BatchNormalization(
                graph: graph, axis: channelAxis, channelCount: channelCount, momentum: momentum, epsilon: epsilon,
                mode: isTraining.trainingMode, isTrainable: isTrainable, allowsFusion: fused != false,
                renormalization: renormalization,
                virtualBatchSize: virtualBatchSize, adjustment: adjustment, site: site)
            let variables = layer.makeVariables(
                dtype: dtype, rank: dimensions.count,
                gamma: scales ? .init(gammaInitializer, gammaRegularizer, gammaConstraint) : nil,
                beta: centers ? .init(betaInitializer, betaRegularizer, betaConstraint) : nil,
                movingMean: movingMeanInitializer, movingVariance: movingVarianceInitializer)
            if let invalid = variables.all.first(where: { !$0.isValid }) { return invalid.value }
            return layer.normalized(self, with: variables)
        }
    }
}
