import Adjoint

/// The convolutional networks of Tests/InteropTests/python/programs.py, built here.
struct LeNet {
    let graph: Graph
    let x: Tensor
    let y: Tensor
    let loss: Tensor
    let trainingStep: Operation

    init() {
        graph = Graph()
        x = graph.placeholder(.float32, shape: [nil, 28, 28, 1], name: "X")
        y = graph.placeholder(.int32, shape: [nil], name: "y")
        let (x, y) = (x, y)
        let logits = graph.nameScope("cnn") {
            x.conv2d(6, kernelSize: 5, padding: .same, activation: .relu, name: "conv1")
                .maxPooling2d(poolSize: 2, strides: 2, name: "pool1")
                .conv2d(16, kernelSize: 5, activation: .relu, name: "conv2")
                .maxPooling2d(poolSize: 2, strides: 2, name: "pool2")
                .flattened()
                .dense(120, activation: .relu, name: "hidden1")
                .dense(10, name: "outputs")
        }
        loss = graph.nameScope("loss") {
            sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        }
        let loss = loss
        trainingStep = graph.nameScope("train") { Adam(learningRate: 0.001).minimize(loss) }
        _ = graph.variablesInitializer()
    }

    /// One of every convolutional and pooling layer.
    static func allLayers() -> Graph {
        let graph = Graph()
        let images = graph.placeholder(.float32, shape: [nil, 9, 8, 3], name: "images")
        let sequences = graph.placeholder(.float32, shape: [nil, 9, 3], name: "sequences")
        let first = graph.placeholder(.float32, shape: [nil, 3, 9, 8], name: "first")
        _ = images.conv2d(4, kernelSize: WindowSize(3, 2), strides: WindowSize(2, 1), activation: .relu)
        _ = images.conv2d(4, kernelSize: 3, padding: .same, usesBias: false)
        _ = first.conv2d(4, kernelSize: 3, dataFormat: .channelsFirst)
        _ = sequences.conv1d(4, kernelSize: 3, strides: 2, padding: .same, activation: .elu)
        _ = images.maxPooling2d(poolSize: 2, strides: 2)
        _ = images.averagePooling2d(poolSize: WindowSize(3, 2), strides: 1, padding: .same)
        _ = sequences.maxPooling1d(poolSize: 2, strides: 2)
        _ = sequences.averagePooling1d(poolSize: 3, strides: 1, padding: .same)
        _ = images.conv2d(4, kernelSize: 3, padding: .same, dilationRate: 2)
        _ = images.conv2d(4, kernelSize: 3, dilationRate: WindowSize(2, 3))
        _ = images.conv2dTranspose(4, kernelSize: 3, strides: 2, padding: .same)
        _ = images.conv2dTranspose(4, kernelSize: 3, strides: 2)
        _ = images.separableConv2d(4, kernelSize: 3, depthMultiplier: 2, activation: .relu)
        return graph
    }
}
