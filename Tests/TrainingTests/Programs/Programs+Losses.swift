import Adjoint

extension TrainingProgram {
    /// Each loss, with weights and reductions, on the perceptron.
    static let losses: [TrainingProgram] = [
        loss("mean_squared_error") { meanSquaredError(labels: $0, predictions: $1) },
        loss("weighted_mean_squared_error") { labels, logits in
            let weights = labels[.all, ..<5].sum(axes: [1], keepingDimensions: true)
            return meanSquaredError(labels: labels, predictions: logits, weights: weights)
        },
        loss("absolute_difference") {
            absoluteDifference(labels: $0, predictions: $1, weights: 2.0, reduction: .mean)
        },
        loss("huber_loss") {
            huberLoss(labels: $0, predictions: $1, delta: 0.3, reduction: .sumOverBatchSize)
        },
        loss("hinge_loss") { hingeLoss(labels: $0, logits: $1) },
        loss("log_loss") { logLoss(labels: $0, predictions: $1.sigmoid()) },
        loss("cosine_distance") { labels, logits in
            let squares = logits.squared().sum(axes: [1], keepingDimensions: true)
            return cosineDistance(
                labels: labels, predictions: logits * maximum(squares, 1e-12).rsqrt(), axis: 1)
        },
        loss("sigmoid_cross_entropy") { sigmoidCrossEntropyLoss(labels: $0, logits: $1, labelSmoothing: 0.1) },
        loss("softmax_cross_entropy") { softmaxCrossEntropyLoss(labels: $0, logits: $1, labelSmoothing: 0.1) },
        loss("sparse_softmax_cross_entropy", oneHot: false) {
            sparseSoftmaxCrossEntropyLoss(labels: $0, logits: $1, weights: 0.02, reduction: .sum)
        },
        loss("several_losses") { labels, logits in
            _ = meanSquaredError(labels: labels, predictions: logits)
            return sigmoidCrossEntropyLoss(labels: labels, logits: logits, weights: 0.5)
        },
    ]

    /// A program that minimizes all that a function of labels and logits adds to the losses.
    private static func loss(
        _ name: String, oneHot: Bool = true, _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor
    ) -> TrainingProgram {
        TrainingProgram(name) { graph in
            graph.perceptron(
                activation: .tanh,
                loss: { labels, logits in
                    _ = function(oneHot ? labels.oneHot(depth: 10) : labels, logits)
                    return graph.totalLoss()
                }, minimize: { GradientDescent(learningRate: 0.1).minimize($0) })
        }
    }
}
