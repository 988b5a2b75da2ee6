import Adjoint

extension TrainingProgram {
    /// Convolutional networks.
    static let convolutions: [TrainingProgram] = [
        TrainingProgram("lenet") { graph in
            graph.classifier(shape: [14, 14, 1]) { x in
                x.conv2d(
                    6, kernelSize: 5, padding: .same, activation: .relu, kernelInitializer: .glorotUniform(seed: 1),
                    name: "conv1"
                )
                .maxPooling2d(poolSize: 2, strides: 2, name: "pool1")
                .conv2d(16, kernelSize: 5, activation: .relu, kernelInitializer: .glorotUniform(seed: 2), name: "conv2")
                .maxPooling2d(poolSize: 2, strides: 2, name: "pool2")
                .flattened()
                .dense(32, activation: .relu, kernelInitializer: .glorotUniform(seed: 3), name: "hidden1")
                .dense(10, kernelInitializer: .glorotUniform(seed: 4), name: "outputs")
            } minimize: {
                Adam(learningRate: 0.001).minimize($0)
            }
        },
        TrainingProgram("convolution_kinds") { graph in
            graph.classifier(shape: [14, 14, 1]) { x in
                let images = x.conv2d(
                    4, kernelSize: WindowSize(3, 2), strides: WindowSize(2, 1), padding: .same, activation: .tanh,
                    kernelInitializer: .glorotUniform(seed: 1)
                )
                .conv2d(6, kernelSize: 3, dilationRate: 2, usesBias: false, kernelInitializer: .glorotUniform(seed: 2))
                .conv2dTranspose(
                    3, kernelSize: 3, strides: 2, padding: .same, activation: .elu,
                    kernelInitializer: .glorotUniform(seed: 3)
                )
                .separableConv2d(
                    5, kernelSize: 3, depthMultiplier: 2, activation: .tanh,
                    depthwiseInitializer: .glorotUniform(seed: 4), pointwiseInitializer: .glorotUniform(seed: 5)
                )
                .averagePooling2d(poolSize: 2, strides: WindowSize(1, 2), padding: .same)
                return images.reshaped(to: [-1, 36, 5])
                    .conv1d(
                        4, kernelSize: 3, strides: 2, activation: .tanh, kernelInitializer: .glorotUniform(seed: 6)
                    )
                    .maxPooling1d(poolSize: 2, strides: 2)
                    .flattened()
                    .dense(10, kernelInitializer: .glorotUniform(seed: 7), name: "outputs")
            } minimize: {
                Momentum(learningRate: 0.05, momentum: 0.9).minimize($0)
            }
        },
    ]
}
