import Adjoint

/// A multilayer perceptron that is trained on formula data.
struct Perceptron {
    /// How the weights are updated.
    enum Update {
        case gradientDescent, momentum, adam
    }

    var inputs = 784
    var hidden: [Int]
    var batch: Int
    var update = Update.gradientDescent
    /// What gradients are clipped to in size, if at all.
    var clip: Double?
    /// How many of the lower layers stay as they are.
    var frozen = 0

    /// The graph of a perceptron, and what a run feeds and fetches.
    struct Network {
        let graph: Graph
        let x: Tensor
        let y: Tensor
        let logits: Tensor
        let loss: Tensor
        let training: Operation
    }

    /// Builds the graph with the formula's weights as initial values.
    func build() -> Network {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil, inputs], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        var layer = x
        let widths = [inputs] + hidden + [10]
        for index in hidden.indices {
            layer = layer.dense(
                hidden[index], activation: .relu, kernelInitializer: initializer(index, widths),
                isTrainable: index >= frozen, name: "hidden\(index + 1)")
        }
        let logits = layer.dense(10, kernelInitializer: initializer(hidden.count, widths), name: "outputs")
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean()
        let training: Operation
        switch update {
        case .gradientDescent: training = minimize(loss, with: GradientDescent(learningRate: 0.01))
        case .momentum: training = minimize(loss, with: Momentum(learningRate: 0.01, momentum: 0.9))
        case .adam: training = minimize(loss, with: Adam(learningRate: 1e-3))
        }
        return Network(graph: graph, x: x, y: y, logits: logits, loss: loss, training: training)
    }

    private func initializer(_ layer: Int, _ widths: [Int]) -> Initializer {
        .constant(Formula.weights(layer: layer, inputs: widths[layer], outputs: widths[layer + 1]))
    }

    private func minimize(_ loss: Tensor, with optimizer: some Optimizer) -> Operation {
        guard let clip else { return optimizer.minimize(loss) }
        let gradients = optimizer.computeGradients(of: loss).map { gradient, variable in
            (gradient.clipped(from: -clip, to: clip), variable)
        }
        return optimizer.apply(gradients)
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
        return Measurable { number in
            let batch = data[number % data.count]
            try step(batch.inputs, batch.labels)
        } lossAfter50Steps: {
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
