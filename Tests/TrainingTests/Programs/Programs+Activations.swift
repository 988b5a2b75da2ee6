import Adjoint

extension TrainingProgram {
    /// Each activation, on the perceptron.
    static let activations: [TrainingProgram] = [
        activation("relu", .relu), activation("leaky_relu", .leakyRelu(alpha: 0.01)),
        activation("maximum", Activation { maximum(0.01 * $0, $0) }), activation("elu", .elu),
        activation("selu", .selu), activation("sigmoid", .sigmoid), activation("tanh", .tanh),
        activation("softplus", .softplus), activation("softsign", .softsign), activation("relu6", .relu6),
    ]

    private static func activation(_ name: String, _ activation: Activation) -> TrainingProgram {
        TrainingProgram("activation_" + name) {
            $0.perceptron(activation: activation) { GradientDescent(learningRate: 0.1).minimize($0) }
        }
    }
}
