import AdjointCore
import AdjointOperations

/// Batch normalization under construction: what the layer was asked for.
struct BatchNormalization {
    let graph: Graph
    /// The axis of the channels in the input, from 0.
    let axis: Int
    let channelCount: Int
    let momentum: Double
    let epsilon: Double
    let mode: TrainingMode
    let isTrainable: Bool
    let allowsFusion: Bool
    let renormalization: BatchRenormalization?
    let virtualBatchSize: Int?
    let adjustment: ((Tensor) -> (scale: Tensor, shift: Tensor))?
    let site: CreationSite

    /// The variables of the layer.
    struct Variables {
        var gamma: Variable?
        var beta: Variable?
        var movingMean: Variable
        var movingVariance: Variable
        /// What renormalization keeps beyond that.
        var renormalization: (movingDeviation: Variable, mean: Variable, deviation: Variable)?

        /// All of them.
        var all: [Variable] {
            [gamma, beta, movingMean, movingVariance].compactMap { $0 }
                + (renormalization.map { [$0.movingDeviation, $0.mean, $0.deviation] } ?? [])
        }
    }

    /// How a parameter is made.
    struct Parameter {
        var initializer: Initializer
        var regularizer: Regularizer?
        var constraint: Constraint?

        init(_ initializer: Initializer, _ regularizer: Regularizer?, _ constraint: Constraint?) {
            self.initializer = initializer
            self.regularizer = regularizer
            self.constraint = constraint
        }
    }

    /// Makes the variables in TensorFlow's order.
    func makeVariables(
        dtype: DType, rank: Int, gamma: Parameter?, beta: Parameter?, movingMean: Initializer,
        movingVariance: Initializer
    ) -> Variables {
        var shape = [channelCount]
        if virtualBatchSize != nil {
            // The parameters broadcast against batches of one more dimension.
            shape = Array(repeating: 1, count: rank + 1)
            shape[axis + 1] = channelCount
        }
        func parameter(_ name: String, _ parameter: Parameter?) -> Variable? {
            parameter.map {
                graph.layerVariable(
                    name, shape: shape, dtype: dtype, initializer: $0.initializer, regularizer: $0.regularizer,
                    constraint: $0.constraint, isTrainable: isTrainable, site: site)
            }
        }
        func average(_ name: String, _ initializer: Initializer, beside neighbor: Variable? = nil) -> Variable {
            func make() -> Variable {
                graph.layerVariable(
                    name, shape: shape, dtype: dtype, initializer: initializer, isTrainable: false, site: site)
            }
            guard let neighbor, neighbor.isValid else { return make() }
            return graph.colocated(with: neighbor.operation, make)
        }
        var variables = Variables(
            gamma: parameter("gamma", gamma), beta: parameter("beta", beta),
            movingMean: average("moving_mean", movingMean),
            movingVariance: average("moving_variance", movingVariance))
        if renormalization != nil {
            let deviation = movingVariance.mapping { $0.sqrt() }
            let movingDeviation = average("moving_stddev", deviation, beside: variables.movingVariance)
            variables.renormalization = (
                movingDeviation, average("renorm_mean", movingMean, beside: variables.movingMean),
                average("renorm_stddev", deviation, beside: movingDeviation)
            )
        }
        return variables
    }

    /// The layer's result.
    func normalized(_ input: Tensor, with variables: Variables) -> Tensor {
        if let dataFormat = fusedDataFormat(for: input) {
            return normalizedFused(input, with: variables, dataFormat: dataFormat)
        }
        guard let virtualBatchSize else { return normalizedUnfused(input, with: variables) }
        let (file, line) = (site.fileID, site.line)
        func regrouped(_ leading: [Int32], _ sizes: Tensor) -> Tensor {
            let leading = graph.constant(leading, file: file, line: line)
            return concatenate([leading, sizes[1...]], axis: 0, file: file, line: line)
        }
        let original = regrouped([-1], input.shapeTensor(file: file, line: line))
        let groups = regrouped([Int32(clamping: virtualBatchSize), -1], original)
        let grouped = input.reshaped(to: groups, file: file, line: line)
        return normalizedUnfused(grouped, with: variables).reshaped(to: original, file: file, line: line)
    }

    /// The layer's result as elementwise ops.
    private func normalizedUnfused(_ input: Tensor, with variables: Variables) -> Tensor {
        let rank = input.shape.rank!
        let channelAxis = virtualBatchSize == nil ? axis : axis + 1
        // Only a single axis that is not the last needs its parameters reshaped to broadcast.
        func broadcasting(_ value: Tensor?) -> Tensor? {
            guard let value, value.shape.rank != rank, channelAxis != rank - 1 else { return value }
            var dimensions = Array(repeating: 1, count: rank)
            dimensions[channelAxis] = channelCount
            return value.reshaped(to: dimensions, file: site.fileID, line: site.line)
        }
        var transform = Transform(
            scale: broadcasting(variables.gamma?.value), shift: broadcasting(variables.beta?.value))
        var (mean, variance) = (variables.movingMean.value, variables.movingVariance.value)
        if mode.canTrain {
            if let adjustment { transform = transform.following(adjusted(adjustment, input)) }
            let batch = batchMoments(of: input, channelAxis: channelAxis)
            mean = graph.switching(on: mode, then: { batch.mean }, else: { variables.movingMean.value })
            variance = graph.switching(on: mode, then: { batch.variance }, else: { variables.movingVariance.value })
            var update = (mean: mean, variance: variance)
            if virtualBatchSize != nil {
                update.mean = mean.mean(axes: 1, keepingDimensions: true)
                update.variance = variance.mean(axes: 1, keepingDimensions: true)
            }
            if let renormalization, let kept = variables.renormalization {
                let correction = renormalized(update.mean, update.variance, renormalization, kept)
                update = (correction.mean, correction.variance)
                let scale = broadcasting(correction.scale.stopGradient(name: "renorm_r"))
                let shift = broadcasting(correction.shift.stopGradient(name: "renorm_d"))
                transform = transform.following(Transform(scale: scale, shift: shift))
            }
            addUpdates(variables, mean: update.mean, variance: update.variance)
        }
        guard let mean = broadcasting(mean), let variance = broadcasting(variance) else { return input }
        return graph.nameScope("batchnorm") {
            let (file, line) = (site.fileID, site.line)
            var factor = (variance + epsilon).rsqrt(file: file, line: line)
            if let scale = transform.scale { factor = factor * scale }
            let scaled = input * factor
            let shift = transform.shift.map { $0 - mean * factor } ?? -mean * factor
            return scaled + shift
        }
    }

    /// An elementwise scale and shift.
    struct Transform {
        var scale: Tensor?
        var shift: Tensor?

        /// This transform after another one. TF: `_compose_transforms`.
        func following(_ first: Transform) -> Transform {
            var result = first
            if let scale {
                result.scale = result.scale.map { $0 * scale }
                result.shift = result.shift.map { $0 * scale }
            }
            if let shift { result.shift = result.shift.map { $0 + shift } }
            return result
        }
    }

    /// The user's adjustment, which is applied in training only.
    private func adjusted(_ adjustment: (Tensor) -> (scale: Tensor, shift: Tensor), _ input: Tensor) -> Transform {
        let (scale, shift) = adjustment(input.shapeTensor(file: site.fileID, line: site.line))
        return Transform(
            scale: graph.switching(on: mode, then: { scale }, else: { scale.constantLike(1, name: "ones_like") }),
            shift: graph.switching(on: mode, then: { shift }, else: { shift.constantLike(0, name: "zeros_like") }))
    }
}

extension Tensor {
    /// Zeros or ones of this tensor's shape: a constant if it is known. TF: `tf.zeros_like`, `tf.ones_like`.
    func constantLike(_ number: Int, name: String) -> Tensor {
        guard number != 0 else { return zerosLike(name: name) }
        guard isValid, let dimensions = shape.dimensions else {
            return isValid ? graph.addTensor(OnesLike(), inputs: [self], name: name) : self
        }
        return graph.ones(shape: dimensions, dtype: dtype, name: name)
    }
}
