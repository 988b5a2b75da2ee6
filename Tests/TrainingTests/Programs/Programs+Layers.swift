import Adjoint

extension TrainingProgram {
    /// Activations, regularizers, constraints and dense layers' other arguments.
    static let layers: [TrainingProgram] =
        activations + regularizers + constraints + normalizations + [
            TrainingProgram("dropout") { graph in
                graph.classifier { x in
                    x.dropout(rate: 0.2, training: true, seed: 3)
                        .dense(20, activation: .relu, kernelInitializer: .glorotUniform(seed: 1), name: "hidden1")
                        .dropout(rate: 0.5, noiseShape: [nil, 1], training: true, seed: 4)
                        .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs")
                } minimize: {
                    GradientDescent(learningRate: 0.1).minimize($0)
                }
            },
            TrainingProgram("fed_dropout") { graph in
                let rate = graph.placeholder(.float32, shape: [], name: "rate")
                let kept = graph.placeholder(.float32, shape: [], name: "kept")
                var output: Tensor?
                var parts = graph.classifier { x in
                    let logits = x.dropout(rate: rate, noiseShape: [nil, 196], training: true, seed: 3)
                        .dense(20, activation: .relu, kernelInitializer: .glorotUniform(seed: 1), name: "hidden1")
                        .dropout(rate: 1 - kept, training: true, seed: 4)
                        .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs")
                    output = logits
                    return logits
                } minimize: {
                    GradientDescent(learningRate: 0.1).minimize($0)
                }
                parts.feeds = [rate: { $0 < 50 ? Float(0.2) : 0.1 }, kept: { _ in Float(0.6) }]
                parts.evaluationFeeds = [rate: Float(0), kept: Float(1)]
                parts.results = [("logits", output!)]
                return parts
            },
            TrainingProgram("embedding") { graph in
                graph.classifier { x in
                    (x * 7).cast(to: .int32)
                        .embedding(
                            rows: 8, width: 3, initializer: .randomUniform(from: -0.05, to: 0.05, seed: 1), maxNorm: 1
                        )
                        .flattened()
                        .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs")
                } minimize: {
                    Adagrad(learningRate: 0.1).minimize($0)
                }
            },
        ]

    private static let activations: [TrainingProgram] = [
        ("relu", .relu), ("leaky_relu", .leakyRelu), ("relu6", .relu6), ("elu", .elu), ("selu", .selu),
        ("sigmoid", .sigmoid), ("tanh", .tanh), ("softplus", .softplus), ("softsign", .softsign),
        ("prelu", Activation { $0.prelu(alphaInitializer: .constant(0.25)) }),
        ("rrelu", Activation { $0.rrelu(training: true, seed: 5) }), ("maxout", Activation { $0.maxout(units: 10) }),
    ].map { (name: String, activation: Activation) in
        TrainingProgram("activation_" + name) {
            $0.perceptron(activation: activation, minimize: { GradientDescent(learningRate: 0.1).minimize($0) })
        }
    }

    private static let regularizers: [TrainingProgram] =
        [
            ("l1", Regularizer.l1(0.001)), ("l2", .l2(0.001)), ("l1_l2", .l1l2(l1: 0.0005, l2: 0.001)),
        ].map { name, regularizer in
            TrainingProgram("regularizer_" + name) {
                $0.perceptron(
                    regularizer: regularizer,
                    minimize: { GradientDescent(learningRate: 0.1).minimize($0.addingRegularizationLosses()) })
            }
        } + [
            TrainingProgram("regularizer_activity") { graph in
                graph.classifier { x in
                    x.dense(
                        20, activation: .relu, kernelInitializer: .glorotUniform(seed: 1), biasRegularizer: .l2(0.01),
                        activityRegularizer: .l1l2(l1: 0.01, l2: 0.02), name: "hidden1"
                    )
                    .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs")
                } minimize: {
                    GradientDescent(learningRate: 0.1).minimize($0.addingRegularizationLosses())
                }
            }
        ]

    private static let constraints: [TrainingProgram] =
        [
            ("max_norm", Constraint.maxNorm(1)), ("min_max_norm", .minMaxNorm(0.8...1.2, rate: 0.5)),
            ("unit_norm", .unitNorm()), ("clip_by_norm", .clippedNorm(1, axes: [1])),
        ].map { name, constraint in
            TrainingProgram("constraint_" + name) { graph in
                graph.classifier { x in
                    x.dense(
                        20, activation: .relu, kernelInitializer: .glorotUniform(seed: 1),
                        kernelConstraint: constraint, name: "hidden1"
                    )
                    .dense(
                        10, kernelInitializer: .glorotUniform(seed: 2), biasConstraint: .nonNegative, name: "outputs")
                } minimize: {
                    Momentum(learningRate: 0.05, momentum: 0.9).minimize($0)
                }
            }
        } + [
            TrainingProgram("max_norm") {
                $0.perceptron(minimize: { loss in
                    let step = GradientDescent(learningRate: 0.1).minimize(loss)
                    let weights = loss.graph.trainableVariables[0]
                    return loss.graph.withControlDependencies(on: [step]) {
                        weights.assign(weights.readValue().clipped(byNorm: 0.1, axes: 1), name: "clip").operation
                    }
                })
            }
        ]
}

extension Graph {
    /// A classifier of images of 196 pixels, or of another shape that has as many.
    func classifier(
        shape: [Int?] = [196], _ logits: (Tensor) -> Tensor, minimize: (Tensor) -> Operation
    ) -> TrainingProgram.Parts {
        let x = placeholder(.float32, shape: Shape([nil] + shape), name: "X")
        let y = placeholder(.int32, shape: [nil], name: "y")
        let loss = sparseSoftmaxCrossEntropy(labels: y, logits: logits(x)).mean(name: "loss")
        return TrainingProgram.Parts(loss: loss, train: minimize(loss))
    }
}
