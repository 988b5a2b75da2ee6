import Adjoint

/// A multilayer perceptron that is trained on formula data.
struct Perceptron {
    /// How the weights are updated.
    enum Update {
        case gradientDescent, momentum, adam
    }

    /// What follows a hidden layer.
    enum Activation {
        case relu, elu

        func callAsFunction(_ tensor: Tensor) -> Tensor { self == .relu ? tensor.relu() : tensor.elu() }
    }

    var inputs = 784
    var hidden: [Int]
    var batch: Int
    var update = Update.gradientDescent
    /// What follows each hidden layer.
    var activation = Activation.relu
    /// Whether every layer's result is normalized over the batch before its activation.
    var normalizes = false
    /// The probability that a hidden unit is dropped.
    var dropoutRate = 0.0
    /// What gradients are clipped to in size, if at all.
    var clip: Double?
    /// How many of the lower layers stay as they are.
    var frozen = 0

    /// The graph of a perceptron, and what a run feeds and fetches.
    struct Network {
        let graph: Graph
        let x: Tensor
        let y: Tensor
        /// What the network says outside of training.
        let logits: Tensor
        /// The mean loss outside of training.
        let loss: Tensor
        let training: Operation
    }

    /// Builds the graph with the formula's weights as initial values.
    func build() -> Network {
        let graph = Graph(seed: 0)
        let x = graph.placeholder(.float32, shape: [nil, inputs], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let trained = logits(of: x, isTraining: true, reuse: .never)
        let trainedLoss = sparseSoftmaxCrossEntropy(labels: y, logits: trained).mean()
        let training: Operation
        switch update {
        case .gradientDescent: training = minimize(trainedLoss, with: GradientDescent(learningRate: 0.01))
        case .momentum: training = minimize(trainedLoss, with: Momentum(learningRate: 0.01, momentum: 0.9))
        case .adam: training = minimize(trainedLoss, with: Adam(learningRate: 1e-3))
        }
        guard normalizes || dropoutRate > 0 else {
            return Network(graph: graph, x: x, y: y, logits: trained, loss: trainedLoss, training: training)
        }
        // The same variables once more, as they are used outside of training.
        let logits = logits(of: x, isTraining: false, reuse: .always)
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean()
        return Network(graph: graph, x: x, y: y, logits: logits, loss: loss, training: training)
    }

    private func logits(of x: Tensor, isTraining: Bool, reuse: VariableReuse) -> Tensor {
        let widths = [inputs] + hidden + [10]
        var layer = x
        for index in widths.indices.dropLast() {
            let isOutput = index == hidden.count
            let weights = Formula.weights(layer: index, inputs: widths[index], outputs: widths[index + 1])
            layer = layer.dense(
                widths[index + 1], kernelInitializer: .constant(weights), isTrainable: index >= frozen,
                name: isOutput ? "outputs" : "hidden\(index + 1)", reuse: reuse)
            if normalizes {
                layer = layer.batchNormalization(
                    momentum: 0.9, training: isTraining, name: isOutput ? "bn_out" : "bn\(index + 1)", reuse: reuse)
            }
            if !isOutput { layer = activation(layer) }
            if !isOutput, dropoutRate > 0 { layer = layer.dropout(rate: dropoutRate, training: isTraining) }
        }
        return layer
    }

    private func minimize(_ loss: Tensor, with optimizer: some Optimizer) -> Operation {
        guard let clip else { return optimizer.minimize(loss) }
        let gradients = optimizer.computeGradients(loss).map { gradient, variable in
            (gradient.clipped(from: -clip, to: clip), variable)
        }
        return optimizer.applyGradients(gradients)
    }

    /// Training steps on the batches in turn.
    func training(_ options: SessionOptions) throws -> Measurable {
        let network = build()
        let data = Formula.batches(of: batch, width: inputs)
        func start() throws -> (session: Session, step: PreparedStep) {
            let session = try Session(network.graph, options: options)
            try session.initializeVariables()
            return (session, try session.prepare(network.training, feeding: network.x, network.y))
        }
        let (_, step) = try start()
        let trainingStep = { (number: Int) in
            let batch = data[number % data.count]
            try step(batch.inputs, batch.labels)
        }
        // Random numbers differ from one implementation to the next.
        guard dropoutRate == 0 else { return Measurable(step: trainingStep) }
        return Measurable(step: trainingStep) {
            let (session, step) = try start()
            for number in 0..<50 {
                let batch = data[number % data.count]
                try step(batch.inputs, batch.labels)
            }
            return try session.run(
                network.loss, as: Float.self, feeding: [network.x: data[0].inputs, network.y: data[0].labels])
        }
    }

    /// The logits of one batch, from host array to host array.
    func inference(_ options: SessionOptions) throws -> Measurable {
        let network = build()
        let session = try Session(network.graph, options: options)
        try session.initializeVariables()
        let forward = try session.prepare(network.logits, feeding: network.x)
        let inputs = Formula.batches(of: batch, width: inputs, count: 1)[0].inputs
        return Measurable { _ in try forward(inputs) }
    }
}
