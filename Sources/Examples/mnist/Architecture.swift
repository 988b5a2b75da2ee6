import Adjoint

/// The networks that can be trained.
enum Architecture: String, CaseIterable {
    /// Fully connected layers, by gradient descent.
    case perceptron
    /// A network like LeNet-5, with rectifiers, max pooling and more channels, by Adam. Source: LeCun, Bottou, Bengio,
    /// Haffner (1998).
    case lenet

    /// The step size if none is given.
    var learningRate: Float { self == .perceptron ? 0.01 : 0.001 }

    /// The network's layers in a few words.
    func summary(hiddenSizes: [Int]) -> String {
        switch self {
        case .perceptron:
            ([MNIST.pixelCount] + hiddenSizes + [MNIST.classCount]).map(String.init).joined(separator: "-")
        case .lenet: "LeNet"
        }
    }

    /// The scores of ten digits for images of 784 pixels.
    func logits(_ x: Tensor, hiddenSizes: [Int], activation: Activation) -> Tensor {
        switch self {
        case .perceptron:
            var layer = x
            for (index, size) in hiddenSizes.enumerated() {
                layer = layer.dense(size, activation: activation, name: "hidden\(index + 1)")
            }
            return layer.dense(MNIST.classCount, name: "outputs")
        case .lenet:
            return x.reshaped(to: [-1, 28, 28, 1])
                .conv2d(16, kernelSize: 5, padding: .same, activation: activation, name: "conv1")
                .maxPooling2d(poolSize: 2, strides: 2, name: "pool1")
                .conv2d(32, kernelSize: 5, activation: activation, name: "conv2")
                .maxPooling2d(poolSize: 2, strides: 2, name: "pool2")
                .flattened()
                .dense(120, activation: activation, name: "hidden1")
                .dense(84, activation: activation, name: "hidden2")
                .dense(MNIST.classCount, name: "outputs")
        }
    }

    /// A training step.
    func minimize(_ loss: Tensor, learningRate: Float, globalStep: Variable) -> Operation {
        switch self {
        case .perceptron: GradientDescent(learningRate: learningRate).minimize(loss, globalStep: globalStep)
        case .lenet: Adam(learningRate: learningRate).minimize(loss, globalStep: globalStep)
        }
    }
}
