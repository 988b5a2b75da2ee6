import Adjoint

extension TrainingProgram {
    /// What is done with gradients and weights beside the step.
    static let training: [TrainingProgram] = [
        changingGradients("clipping_by_value") { $0.map { $0.clipped(from: -0.005, to: 0.004) } },
        changingGradients("clipping_by_norm") { $0.map { $0.clipped(byNorm: 0.05) } },
        changingGradients("clipping_by_norm_along_axes") { $0.map { $0.clipped(byNorm: 0.01, axes: [0]) } },
        changingGradients("clipping_by_global_norm") { clipped($0, byGlobalNorm: 0.1).gradients },
        TrainingProgram("adam_with_weight_decay") {
            $0.perceptron(AdamW(weightDecay: 0.002, learningRate: 0.01))
        },
        TrainingProgram("averaged_weights") { graph in
            graph.perceptron { loss in
                let train = GradientDescent(learningRate: 0.1).minimize(loss)
                return graph.withControlDependencies(on: [train]) {
                    ExponentialMovingAverage(decay: 0.9).apply(to: graph.trainableVariables)
                }
            }
        },
        TrainingProgram("averaged_weights_by_count") { graph in
            graph.perceptron { loss in
                let step = graph.globalStep()
                let train = GradientDescent(learningRate: 0.1).minimize(loss, globalStep: step)
                let averages = ExponentialMovingAverage(decay: 0.99, updateCount: step.value)
                let weights = graph.withControlDependencies(on: [train]) {
                    averages.apply(to: graph.trainableVariables)
                }
                let losses = ExponentialMovingAverage(decay: 0.9, name: "average").apply(to: [loss])
                return graph.group([weights, losses], name: "step") ?? train
            }
        },
        TrainingProgram("trained_head") { graph in
            graph.perceptron {
                Momentum(learningRate: 0.1, momentum: 0.9)
                    .minimize($0, updating: graph.trainableVariables(in: "outputs"))
            }
        },
    ]

    private static func changingGradients(
        _ name: String, _ change: @escaping @Sendable ([Gradient]) -> [Gradient]
    ) -> TrainingProgram {
        TrainingProgram(name) { graph in
            graph.perceptron { loss in
                let optimizer = Momentum(learningRate: 0.1, momentum: 0.9)
                let gradients = optimizer.computeGradients(loss)
                return optimizer.applyGradients(
                    Array(zip(change(gradients.map(\.gradient)), gradients.map(\.variable))))
            }
        }
    }
}
