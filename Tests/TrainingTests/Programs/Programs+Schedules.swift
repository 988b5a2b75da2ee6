import Adjoint

extension TrainingProgram {
    /// Each schedule of the learning rate, on the perceptron with plain gradient descent.
    static let schedules: [TrainingProgram] = [
        scheduled("exponential_decay") { exponentialDecay(0.2, step: $0, decaySteps: 20, decayRate: 0.7) },
        scheduled("exponential_decay_in_steps") {
            exponentialDecay(0.2, step: $0, decaySteps: 20, decayRate: 0.7, isStaircase: true)
        },
        scheduled("piecewise_constant") {
            piecewiseConstant(step: $0, boundaries: [10, 40, 70], values: [0.1, 0.2, 0.05, 0.01])
        },
        scheduled("inverse_time_decay") { inverseTimeDecay(0.2, step: $0, decaySteps: 20, decayRate: 0.7) },
        scheduled("natural_exponential_decay") {
            naturalExponentialDecay(0.2, step: $0, decaySteps: 20, decayRate: 0.7, isStaircase: true)
        },
        scheduled("polynomial_decay") {
            polynomialDecay(0.2, step: $0, decaySteps: 60, endRate: 0.01, power: 2.0)
        },
        scheduled("cyclic_polynomial_decay") {
            polynomialDecay(0.2, step: $0, decaySteps: 32, endRate: 0.01, power: 0.5, isCyclic: true)
        },
        scheduled("cosine_decay") { cosineDecay(0.2, step: $0, decaySteps: 80, alpha: 0.1) },
        scheduled("cosine_decay_with_restarts") {
            cosineDecayWithRestarts(
                0.2, step: $0, firstDecaySteps: 15, periodFactor: 2, rateFactor: 0.8, alpha: 0.05)
        },
        scheduled("cosine_decay_with_equal_restarts") {
            cosineDecayWithRestarts(0.2, step: $0, firstDecaySteps: 15, periodFactor: 1)
        },
        scheduled("linear_cosine_decay") { linearCosineDecay(0.2, step: $0, decaySteps: 80, periods: 1.5) },
        scheduled("noisy_linear_cosine_decay") {
            noisyLinearCosineDecay(0.2, step: $0, decaySteps: 80, initialVariance: 0.1, seed: 7)
        },
        TrainingProgram("fed_rate") { graph in
            let rate = graph.placeholder(.float32, shape: [], name: "rate")
            var parts = graph.perceptron(Momentum(learningRate: rate, momentum: 0.9))
            parts.feeds[rate] = { $0 < 50 ? Float(0.05) : 0.01 }
            return parts
        },
    ]

    /// A program that also keeps the rate that the last step was given.
    private static func scheduled(
        _ name: String, _ schedule: @escaping @Sendable (Variable) -> Tensor
    ) -> TrainingProgram {
        TrainingProgram(name) { graph in
            graph.perceptron { loss in
                let step = graph.globalStep()
                let rate = schedule(step)
                let kept = graph.getVariable("last_rate", shape: [], initializer: .zeros, isTrainable: false)
                let train = GradientDescent(learningRate: rate).minimize(loss, globalStep: step)
                let keep = graph.withControlDependencies(on: [rate.operation]) { kept.assign(rate) }
                return graph.withControlDependencies(on: [keep.operation]) {
                    graph.group([train], name: "step") ?? train
                }
            }
        }
    }
}
