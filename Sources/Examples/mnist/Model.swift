import Adjoint

/// A network that tells which of ten digits an image shows, with what it takes to train and measure it.
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
    /// One step of training.
    let trainingStep: Operation
    /// The share of a batch that is recognized.
    let accuracy: Tensor
    /// How many steps have been taken.
    let globalStep: Variable

    init(
        _ architecture: Architecture, hiddenSizes: [Int], activation: ActivationName, learningRate: Float, seed: Int
    ) {
        let graph = Graph(seed: seed)
        let x = graph.placeholder(.float32, shape: [nil, MNIST.pixelCount], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let logits = graph.nameScope("dnn") {
            architecture.logits(x, hiddenSizes: hiddenSizes, activation: activation.activation)
        }
        let loss = graph.nameScope("loss") {
            sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        }
        let globalStep = graph.globalStep()
        trainingStep = graph.nameScope("train") {
            architecture.minimize(loss, learningRate: learningRate, globalStep: globalStep)
        }
        accuracy = graph.nameScope("eval") { logits.inTopK(of: y, k: 1).cast(to: .float32).mean() }
        self.graph = graph
        self.globalStep = globalStep
        self.x = x
        self.y = y
        self.loss = loss
    }
}
