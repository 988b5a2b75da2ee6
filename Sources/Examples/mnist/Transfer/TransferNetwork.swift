import Adjoint

/// Five hidden layers of 100 exponential linear units, and an output for each of five digits.
///
/// The names in the graph are those of the same program in TensorFlow 1: `X`, `y`, `dnn/hidden1/…`, `loss/loss`,
/// `eval/…`.
struct TransferNetwork {
    let graph: Graph
    /// The images, float32 `[?, 784]`.
    let x: Tensor
    /// Which of the five digits each shows, int32 `[?]`.
    let y: Tensor
    /// The last layer of those that are restored and frozen.
    let hidden3: Tensor
    /// The mean cross-entropy of a batch.
    let loss: Tensor
    /// The share of a batch that is recognized.
    let accuracy: Tensor

    /// The variables of the layers that are restored and frozen.
    static let lowerLayers = "hidden[123]/"
    private static let layerCount = 5
    private static let unitCount = 100

    init(seed: Int) {
        let graph = Graph(seed: seed)
        let x = graph.placeholder(.float32, shape: [nil, MNIST.pixelCount], name: "X")
        let y = graph.placeholder(.int32, shape: [nil], name: "y")
        let (hidden, logits) = graph.nameScope("dnn") {
            var hidden: [Tensor] = []
            for index in 1...Self.layerCount {
                hidden.append(
                    (hidden.last ?? x).dense(
                        Self.unitCount, activation: .elu, kernelInitializer: .he, name: "hidden\(index)"))
            }
            return (hidden, hidden[Self.layerCount - 1].dense(HalfOfMNIST.classCount, name: "outputs"))
        }
        let loss = graph.nameScope("loss") {
            sparseSoftmaxCrossEntropy(labels: y, logits: logits).mean(name: "loss")
        }
        accuracy = graph.nameScope("eval") { logits.inTopK(of: y, k: 1).cast(to: .float32).mean() }
        self.graph = graph
        self.x = x
        self.y = y
        self.loss = loss
        hidden3 = hidden[2]
    }

    /// Adds a step of Adam on what is not frozen.
    func trainingStep(learningRate: Double, name: String = "train") -> Operation {
        graph.nameScope(name) { Adam(learningRate: learningRate).minimize(loss) }
    }
}
