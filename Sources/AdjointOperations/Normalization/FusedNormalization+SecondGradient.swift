import AdjointCore

extension FusedNormalizationGradient {
    /// The gradient of a gradient op, by way of the same gradient made of simple ops. TF: `_FusedBatchNormGradGrad`.
    func secondGradient(_ context: GradientContext) -> [Tensor?] {
        let graph = context.graph
        // Ops of their own for the arguments, so that what depends on one of them elsewhere does not count.
        let arguments = context.inputs[..<3].map { $0.identity() }
        let parts = simpleGradient(
            gradient: arguments[0].cast(to: .float32), image: arguments[1].cast(to: .float32), scale: arguments[2],
            mean: context.inputs[3], variance: context.inputs[4])
        let results = graph.gradients(
            of: [parts.image.cast(to: context.inputs[1].dtype), parts.scale, parts.offset],
            withRespectTo: Array(arguments), gradientsOfYs: (0..<3).map { context.outputGradient($0) })
        return results + context.inputs[3...].map { _ in nil }
    }

    /// What the op computes, made of simple ops. TF: `_BatchNormGrad`.
    private func simpleGradient(
        gradient: Tensor, image: Tensor, scale: Tensor, mean: Tensor, variance: Tensor
    ) -> (image: Tensor, scale: Tensor, offset: Tensor) {
        let isLast = dataFormat == .channelsLast
        let axes = isLast ? [0, 1, 2] : [0, 2, 3]
        /// A number per channel in a shape that broadcasts with images.
        func spread(_ vector: Tensor) -> Tensor { isLast ? vector : vector.reshaped(to: [1, -1, 1, 1]) }
        func average(_ tensor: Tensor) -> Tensor { tensor.mean(axes: axes, keepingDimensions: !isLast) }
        let offset = gradient.sum(axes: axes)
        guard isTraining else {
            let inverse = (variance + epsilon).rsqrt()
            let centered = image - spread(mean)
            return (
                gradient * spread(scale) * spread(inverse), (gradient * centered * spread(inverse)).sum(axes: axes),
                offset
            )
        }
        let center = average(image)
        let spreadVariance = average((image - center.stopGradient()).squared()) + epsilon
        let inverse = spreadVariance.rsqrt()
        let centered = image - center
        let product = average(gradient * centered)
        let ofImage =
            spread(scale) * inverse
            * (gradient - average(gradient) - spreadVariance.reciprocal() * product * centered)
        let ofScale = inverse * (gradient * centered).sum(axes: axes, keepingDimensions: !isLast)
        return (ofImage, isLast ? ofScale : ofScale.reshaped(to: [-1]), offset)
    }
}
