public import AdjointCore
public import AdjointOperations

extension Tensor {
    /// Normalizes each channel to mean 0 and variance 1, then scales and shifts it. TF: `tf.layers.batch_normalization`.
    ///
    /// self: `[…, channels]` with rank 2 or more and a known last dimension; float32, float64. In training the mean and
    /// variance are those of the batch, and updates of their moving averages join ``CollectionKey/updateOps`` (which
    /// `Optimizer.minimize` runs); otherwise they are the moving averages. Ioffe and Szegedy (2015). The subgraph is
    /// TensorFlow's for rank 2, whatever the rank.
    /// - Parameters:
    ///   - momentum: How much of a moving average stays at each update.
    ///   - epsilon: Added to the variance.
    ///   - centers: Whether there is a shift, `name/beta`.
    ///   - scales: Whether there is a scale, `name/gamma`.
    ///   - isTraining: Whether the batch's own statistics are used.
    ///   - isTrainable: Whether `beta` and `gamma` join ``CollectionKey/trainableVariables``.
    ///   - name: `batch_normalization`, `batch_normalization_1`… by default.
    ///   - reuse: Whether the variables are made or found.
    public func batchNormalization(
        momentum: Double = 0.99, epsilon: Double = 0.001, centers: Bool = true, scales: Bool = true,
        training isTraining: Bool = false, isTrainable: Bool = true, name: String? = nil,
        reuse: VariableReuse = .never, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        guard isValid else { return self }
        let site = CreationSite(file, line)
        guard let rank = shape.rank, rank >= 2, let channelCount = shape[-1] else {
            return graph.record(
                GraphError(
                    .shape,
                    "batchNormalization needs an input of rank 2 or more whose last dimension is known, not \(shape)",
                    operationType: "batch_normalization", operationName: name, site: site))
        }
        return graph.layerScope(name, kind: "batch_normalization", reuse: reuse) {
            func variable(_ name: String, _ initializer: Initializer, isTrainable: Bool) -> Variable {
                graph.getVariable(
                    name, shape: [channelCount], dtype: dtype, initializer: initializer, isTrainable: isTrainable,
                    file: file, line: line)
            }
            let gamma = scales ? variable("gamma", .ones, isTrainable: isTrainable) : nil
            let beta = centers ? variable("beta", .zeros, isTrainable: isTrainable) : nil
            let movingMean = variable("moving_mean", .zeros, isTrainable: false)
            let movingVariance = variable("moving_variance", .ones, isTrainable: false)
            guard movingVariance.isValid, movingMean.isValid else { return movingMean.value }
            var (mean, variance) = (movingMean.value, movingVariance.value)
            if isTraining {
                (mean, variance) = moments(axes: Array(0..<(rank - 1)), site: site)
                for (average, value) in [(movingMean, mean), (movingVariance, variance)] {
                    if let update = average.movingAverageUpdate(toward: value, rate: 1 - momentum, site: site) {
                        graph.add(update, to: .updateOps)
                    }
                }
            }
            return graph.nameScope("batchnorm") {
                var factor = (variance + epsilon).rsqrt(file: file, line: line)
                if let gamma { factor = factor * gamma.value }
                let scaled = self * factor
                let shift = beta.map { $0.value - mean * factor } ?? -mean * factor
                return scaled + shift
            }
        }
    }

    /// Mean and variance along axes, which are taken away.
    private func moments(axes: [Int], site: CreationSite) -> (mean: Tensor, variance: Tensor) {
        let (file, line) = (site.fileID, site.line)
        return graph.nameScope("moments") {
            let mean = mean(axes: axes, keepingDimensions: true, name: "mean", file: file, line: line)
            let constantMean = mean.stopGradient(file: file, line: line)
            let variance = squaredDifference(self, constantMean, file: file, line: line)
                .mean(axes: axes, keepingDimensions: true, name: "variance", file: file, line: line)
            return (
                mean.squeezed(axes: axes, file: file, line: line), variance.squeezed(axes: axes, file: file, line: line)
            )
        }
    }
}

extension Variable {
    /// Moves a moving average toward a value: self -= (self - value)·rate. `nil` after a mistake.
    fileprivate func movingAverageUpdate(toward value: Tensor, rate: Double, site: CreationSite) -> Tensor? {
        guard isValid, value.isValid else { return nil }
        let scope = graph.resolveNameScope("AssignMovingAvg")
        let update = graph.nameScope(scope + "/") {
            graph.colocated(with: operation) {
                let decay = graph.constant(
                    NDArray(rate, dtype: dtype), name: "decay", file: site.fileID, line: site.line)
                let difference = self - value
                return assignSub(difference * decay, name: scope + "/", file: site.fileID, line: site.line)
            }
        }
        return update.isValid ? update : nil
    }
}
