import Adjoint

/// Two convolutions, max pooling and two dense layers, trained on formula images of 28×28 pixels with Adam.
struct ConvolutionalNetwork {
    var batch: Int

    /// Builds the graph with the formula's weights as initial values.
    private func build() -> Perceptron.Network {
        let graph = Graph(seed: 0)
        let x = graph.placeholder(.float32, shape: [nil, 28, 28, 1], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        func weights(_ layer: Int, _ inputs: Int, _ outputs: Int, _ shape: [Int]) -> Initializer {
            .constant(Formula.weights(layer: layer, inputs: inputs, outputs: outputs).reshaped(to: shape))
        }
        let images = x.conv2d(
            32, kernelSize: 3, padding: .same, activation: .relu, kernelInitializer: weights(0, 9, 32, [3, 3, 1, 32]),
            name: "c1"
        ).conv2d(
            64, kernelSize: 3, padding: .same, activation: .relu,
            kernelInitializer: weights(1, 288, 64, [3, 3, 32, 64]), name: "c2"
        ).maxPooling2d(poolSize: 2, strides: 2)
        let pixels = 14 * 14 * 64
        let logits = images.flattened()
            .dense(128, activation: .relu, kernelInitializer: weights(2, pixels, 128, [pixels, 128]), name: "fc1")
            .dense(10, kernelInitializer: weights(3, 128, 10, [128, 10]), name: "outputs")
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean()
        return Perceptron.Network(
            graph: graph, x: x, y: y, logits: logits, loss: loss,
            training: Adam(learningRate: 1e-3).minimize(loss))
    }

    /// Training steps on the batches in turn.
    func training(_ options: SessionOptions) throws -> Measurable {
        let network = build()
        let data = Formula.batches(of: batch, width: 784).map {
            Formula.Batch(inputs: $0.inputs.reshaped(to: [batch, 28, 28, 1]), labels: $0.labels)
        }
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
}
