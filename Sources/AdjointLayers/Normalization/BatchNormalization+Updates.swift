import AdjointCore
import AdjointOperations

extension BatchNormalization {
    /// Mean and variance of a batch along all axes but the channels' (and that of virtual batches), which are taken
    /// away unless batches are virtual. TF: `tf.nn.moments`.
    func batchMoments(of input: Tensor, channelAxis: Int) -> (mean: Tensor, variance: Tensor) {
        let (file, line) = (site.fileID, site.line)
        let isVirtual = virtualBatchSize != nil
        let axes = (0..<input.shape.rank!).filter { $0 != channelAxis && !(isVirtual && $0 == 1) }
        return graph.nameScope("moments") {
            let mean = input.mean(axes: axes, keepingDimensions: true, name: "mean", file: file, line: line)
            let constantMean = mean.stopGradient(file: file, line: line)
            let variance = squaredDifference(input, constantMean, file: file, line: line)
                .mean(axes: axes, keepingDimensions: true, name: "variance", file: file, line: line)
            guard !isVirtual else { return (mean, variance) }
            return (
                mean.squeezed(axes: axes, file: file, line: line), variance.squeezed(axes: axes, file: file, line: line)
            )
        }
    }

    /// Builds the updates of the moving averages.
    func addUpdates(_ variables: Variables, mean: Tensor, variance: Tensor) {
        let updatedMean = graph.switching(
            on: mode, then: { average(variables.movingMean, toward: mean, momentum: momentum) },
            else: { variables.movingMean.value })
        let updatedVariance = graph.switching(
            on: mode,
            then: {
                guard let kept = variables.renormalization else {
                    return average(variables.movingVariance, toward: variance, momentum: momentum)
                }
                // The deviation is what is averaged; epsilon is part of it as it is in training.
                let deviation = average(
                    kept.movingDeviation, toward: (variance + epsilon).sqrt(), momentum: momentum)
                let newVariance = (deviation * deviation - epsilon).relu()
                guard newVariance.isValid else { return newVariance }
                let scope = graph.resolveNameScope("AssignNewValue")
                return graph.nameScope(scope + "/") {
                    variables.movingVariance.assign(newVariance, name: scope + "/", file: site.fileID, line: site.line)
                }
            }, else: { variables.movingVariance.value })
        addToCollection([updatedMean, updatedVariance])
    }

    /// Adds updates to the collection, unless the layer is frozen.
    func addToCollection(_ updates: [Tensor]) {
        guard isTrainable else { return }
        for update in updates where update.isValid { graph.add(update.operation, to: .updateOps) }
    }

    /// Moves a moving average toward a value: variable -= (variable - value)·(1 - momentum). The result is the
    /// variable's reference.
    func average(_ variable: Variable, toward value: Tensor, momentum: Double) -> Tensor {
        average(variable, toward: value) {
            graph.constant(
                NDArray(1 - momentum, dtype: variable.dtype), name: "decay", file: site.fileID, line: site.line)
        }
    }

    /// Moves a moving average toward a value by the share that `rate` builds. TF: `_assign_moving_average`.
    func average(_ variable: Variable, toward value: Tensor, rate: () -> Tensor) -> Tensor {
        guard variable.isValid, value.isValid else { return value }
        let scope = graph.resolveNameScope("AssignMovingAvg")
        return graph.nameScope(scope + "/") {
            graph.colocated(with: variable.operation) {
                let rate = rate()
                let difference = variable - value
                return variable.assignSub(difference * rate, name: scope + "/", file: site.fileID, line: site.line)
            }
        }
    }
}
