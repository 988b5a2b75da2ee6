import Adjoint

extension TrainingProgram {
    /// Sparse gradients: a classifier that looks up a vector for every part of an image, trained by each optimizer.
    static let embeddings: [TrainingProgram] = [
        TrainingProgram("embeddings_gradient_descent") {
            $0.embeddingClassifier(GradientDescent(learningRate: 0.5))
        },
        TrainingProgram("embeddings_momentum") {
            $0.embeddingClassifier(Momentum(learningRate: 0.1, momentum: 0.9))
        },
        TrainingProgram("embeddings_adagrad") { $0.embeddingClassifier(Adagrad(learningRate: 0.2)) },
        TrainingProgram("embeddings_adadelta") {
            $0.embeddingClassifier(Adadelta(learningRate: 1.0, rho: 0.9, epsilon: 1e-4))
        },
        TrainingProgram("embeddings_rmsprop") {
            $0.embeddingClassifier(RMSProp(learningRate: 0.003, momentum: 0.5, epsilon: 1e-6))
        },
        TrainingProgram("embeddings_centered_rmsprop") {
            $0.embeddingClassifier(RMSProp(learningRate: 0.003, epsilon: 1e-4, isCentered: true))
        },
        TrainingProgram("embeddings_adam") { $0.embeddingClassifier(Adam(learningRate: 0.01)) },
        TrainingProgram("embeddings_ftrl") {
            $0.embeddingClassifier(Ftrl(learningRate: 0.2, l1: 0.0001, l2Shrinkage: 0.001))
        },
        TrainingProgram("embeddings_proximal_gradient_descent") {
            $0.embeddingClassifier(ProximalGradientDescent(learningRate: 0.5, l1: 0.0001))
        },
        TrainingProgram("embeddings_proximal_adagrad") {
            $0.embeddingClassifier(ProximalAdagrad(learningRate: 0.2, l2: 0.001))
        },
        TrainingProgram("embeddings_clipped") {
            $0.embeddingClassifier(Momentum(learningRate: 0.2, momentum: 0.9), clip: 0.1)
        },
    ]
}

extension Graph {
    /// Each of 49 parts of an image has a brightness from 0 to 3; part and brightness together are a word of 196. The
    /// vectors of an image's words are averaged. The table is looked up twice, the second time for the digits.
    fileprivate func embeddingClassifier(_ optimizer: some Optimizer, clip: Double? = nil) -> TrainingProgram.Parts {
        let x = placeholder(.float32, shape: [nil, 196], name: "X")
        let y = placeholder(.int32, shape: [nil], name: "y")
        let parts = x.reshaped(to: [-1, 49, 4]).mean(axes: [2])
        let words = (parts * 3.99).floor().cast(to: .int32) + range(to: 49) * 4
        let table = getVariable(
            "table", shape: [206, 6], initializer: .randomUniform(from: -0.5, to: 0.5, seed: 1))
        let bias = getVariable("bias", shape: [10], initializer: .zeros)
        let mean = table.embeddings(at: words).mean(axes: [1])
        let digits = table.embeddings(at: range(from: 196, to: 206))
        let logits = mean.multiplied(byMatrix: digits, transposingRight: true) * 4 + bias
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        let train = nameScope("train") {
            guard let clip else { return optimizer.minimize(loss) }
            let gradients = optimizer.computeGradients(loss)
            let clipped = clipped(gradients.map(\.gradient), byGlobalNorm: clip).gradients
            return optimizer.applyGradients(Array(zip(clipped, gradients.map(\.variable))))
        }
        return TrainingProgram.Parts(loss: loss, train: train)
    }
}
