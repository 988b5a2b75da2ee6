import Adjoint

/// A multilayer perceptron that tells which of ten digits an image shows, with what it takes to train and measure it.
///
/// The names in the graph are those of the same program in TensorFlow 1: `X`, `y`, `dnn/…`, `loss/loss`, `train/…`,
/// `eval/…`, and the training op is in the collection `train_op`.
struct Model {
    let graph: Graph
    /// The images, float32 `[?, 784]`.
    let x: Tensor
    /// Their digits, int32 `[?]`.
    let y: Tensor
    /// The mean cross-entropy of a batch.
    let loss: Tensor
    /// One step of gradient descent.
    let trainingStep: Operation
    /// The share of a batch that is recognized.
    let accuracy: Tensor

    init(hiddenSizes: [Int], activation: ActivationName, learningRate: Float, seed: Int) {
        let graph = Graph(seed: seed)
        let x = graph.placeholder(.float32, shape: [nil, MNIST.pixelCount], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let logits = graph.nameScope("dnn") {
            var layer = x
            for (index, size) in hiddenSizes.enumerated() {
                layer = layer.dense(size, activation: activation.activation, name: "hidden\(index + 1)")
            }
            return layer.dense(MNIST.classCount, name: "outputs")
        }
        let loss = graph.nameScope("loss") {
            sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        }
        trainingStep = graph.nameScope("train") { GradientDescent(learningRate: learningRate).minimize(loss) }
        accuracy = graph.nameScope("eval") { logits.inTopK(of: y, k: 1).cast(to: .float32).mean() }
        self.graph = graph
        self.x = x
        self.y = y
        self.loss = loss
    }
}
