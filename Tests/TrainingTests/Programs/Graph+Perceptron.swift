import Adjoint

extension Graph {
    /// A small classifier of images, for programs that are about something else: 196 pixels → hidden → 10 digits.
    func perceptron(
        activation: Activation = .relu, hidden: Int = 20, regularizer: Regularizer? = nil,
        loss lossFunction: (_ labels: Tensor, _ logits: Tensor) -> Tensor = { labels, logits in
            sparseSoftmaxCrossEntropy(labels: labels, logits: logits).mean(name: "loss")
        }, minimize: (Tensor) -> Operation
    ) -> TrainingProgram.Parts {
        let x = placeholder(.float32, shape: [nil, 196], name: "X")
        let y = placeholder(.int32, shape: [nil], name: "y")
        let logits = nameScope("dnn") {
            x.dense(
                hidden, activation: activation, kernelInitializer: .glorotUniform(seed: 1),
                kernelRegularizer: regularizer, name: "hidden1"
            )
            .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs")
        }
        let loss = nameScope("loss") { lossFunction(y, logits) }
        let train = nameScope("train") { minimize(loss) }
        return TrainingProgram.Parts(loss: loss, train: train)
    }

    /// The perceptron, trained by an optimizer.
    func perceptron(_ optimizer: some Optimizer) -> TrainingProgram.Parts {
        perceptron(minimize: { optimizer.minimize($0) })
    }
}
