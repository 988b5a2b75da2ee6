import AdjointCore
import AdjointOperations

extension BatchNormalization {
    /// The order of dimensions in which one op normalizes such an input; `nil` if none does. TF: `_fused_can_be_used`.
    func fusedDataFormat(for input: Tensor) -> DataFormat? {
        guard allowsFusion, input.shape.rank == 4, input.dtype == .float32, renormalization == nil,
            virtualBatchSize == nil, adjustment == nil
        else { return nil }
        return axis == 3 ? .channelsLast : axis == 1 ? .channelsFirst : nil
    }

    /// The layer's result as one op. TF: `_fused_batch_norm`.
    ///
    /// The moving variance is that of the batch estimated without bias, unlike that of the elementwise form.
    func normalizedFused(_ input: Tensor, with variables: Variables, dataFormat: DataFormat) -> Tensor {
        func parameter(_ variable: Variable?, else number: Int) -> Tensor {
            variable?.value
                ?? graph.constant(
                    NDArray(repeating: number, dtype: input.dtype, dimensions: [channelCount]), file: site.fileID,
                    line: site.line)
        }
        let beta = parameter(variables.beta, else: 0)
        let gamma = parameter(variables.gamma, else: 1)
        func normalized(isTraining: Bool) -> [Tensor] {
            let result = input.fusedBatchNormalized(
                scale: gamma, offset: beta, mean: variables.movingMean.value, variance: variables.movingVariance.value,
                epsilon: Float(epsilon), isTraining: isTraining, dataFormat: dataFormat, file: site.fileID,
                line: site.line)
            return [result.output, result.mean, result.variance]
        }
        let results = graph.switching(
            on: mode, then: { normalized(isTraining: true) }, else: { normalized(isTraining: false) })
        guard results.count == 3 else { return .invalid(in: graph) }
        guard results.allSatisfy(\.isValid), mode.canTrain else { return results[0] }
        func constant(_ number: Double) -> Tensor {
            graph.constant(NDArray(number, dtype: input.dtype), file: site.fileID, line: site.line)
        }
        // Where the layer turns out not to train, all of an average stays.
        let momentum = graph.switching(on: mode, then: { constant(self.momentum) }, else: { constant(1) })
        addToCollection([
            average(variables.movingMean, toward: results[1], momentum: momentum),
            average(variables.movingVariance, toward: results[2], momentum: momentum),
        ])
        return results[0]
    }

    /// Moves a moving average toward a value, as much as a tensor says.
    private func average(_ variable: Variable, toward value: Tensor, momentum: Tensor) -> Tensor {
        average(variable, toward: value) { 1 - momentum }
    }
}
