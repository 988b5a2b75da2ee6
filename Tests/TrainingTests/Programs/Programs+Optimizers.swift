import Adjoint

extension TrainingProgram {
    /// Each optimizer, on the perceptron.
    static let optimizers: [TrainingProgram] = [
        TrainingProgram("gradient_descent") { $0.perceptron(GradientDescent(learningRate: 0.1)) },
        TrainingProgram("momentum") { $0.perceptron(Momentum(learningRate: 0.05, momentum: 0.9)) },
        TrainingProgram("nesterov_momentum") {
            $0.perceptron(Momentum(learningRate: 0.05, momentum: 0.9, usesNesterov: true))
        },
        TrainingProgram("adagrad") { $0.perceptron(Adagrad(learningRate: 0.1)) },
        TrainingProgram("adadelta") { $0.perceptron(Adadelta(learningRate: 1.0, rho: 0.9, epsilon: 1e-6)) },
        TrainingProgram("rmsprop") { $0.perceptron(RMSProp(learningRate: 0.003)) },
        TrainingProgram("rmsprop_with_momentum") {
            $0.perceptron(RMSProp(learningRate: 0.001, decay: 0.95, momentum: 0.8, epsilon: 1e-6))
        },
        TrainingProgram("centered_rmsprop") {
            $0.perceptron(RMSProp(learningRate: 0.003, epsilon: 1e-4, isCentered: true))
        },
        TrainingProgram("adam") { $0.perceptron(Adam(learningRate: 0.01)) },
        TrainingProgram("ftrl") { $0.perceptron(Ftrl(learningRate: 0.1)) },
        TrainingProgram("regularized_ftrl") {
            $0.perceptron(Ftrl(learningRate: 0.1, l1: 0.001, l2: 0.01, l2Shrinkage: 0.02))
        },
        TrainingProgram("proximal_gradient_descent") {
            $0.perceptron(ProximalGradientDescent(learningRate: 0.1, l1: 0.001, l2: 0.01))
        },
        TrainingProgram("proximal_adagrad") {
            $0.perceptron(ProximalAdagrad(learningRate: 0.1, l1: 0.001, l2: 0.01))
        },
    ]
}
