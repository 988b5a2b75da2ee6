import Adjoint

extension TrainingProgram {
    /// Batch norm in training, and then in inference from the moving averages.
    static let normalizations: [TrainingProgram] = [
        TrainingProgram("batch_norm") {
            $0.normalized { x, training, reuse in
                x.batchNormalization(momentum: 0.9, training: training, name: "bn0", reuse: reuse)
            }
        },
        TrainingProgram("batch_norm_images") {
            $0.normalized(shape: [14, 14, 1]) { x, training, reuse in
                x.batchNormalization(momentum: 0.9, training: training, name: "bn0", reuse: reuse, fused: false)
            }
        },
        TrainingProgram("batch_norm_fused") {
            $0.normalized(shape: [14, 14, 1]) { x, training, reuse in
                x.batchNormalization(momentum: 0.9, training: training, name: "bn0", reuse: reuse)
            }
        },
        TrainingProgram("batch_norm_first_axis") {
            $0.normalized(shape: [7, 28]) { x, training, reuse in
                x.batchNormalization(
                    axis: 1, momentum: 0.9, epsilon: 0.01, training: training, name: "bn0", reuse: reuse)
            }
        },
        TrainingProgram("batch_norm_plain") {
            $0.normalized { x, training, reuse in
                x.batchNormalization(
                    momentum: 0.9, centers: false, scales: false, training: training, name: "bn0", reuse: reuse)
            }
        },
        TrainingProgram("batch_norm_renorm") {
            $0.normalized { x, training, reuse in
                x.batchNormalization(
                    momentum: 0.9, training: training, name: "bn0", reuse: reuse,
                    renormalization: BatchRenormalization(
                        minimumScale: 0.3, maximumScale: 3, maximumShift: 5, momentum: 0.8))
            }
        },
        TrainingProgram("batch_norm_virtual") {
            $0.normalized { x, training, reuse in
                x.batchNormalization(momentum: 0.9, training: training, name: "bn0", reuse: reuse, virtualBatchSize: 10)
            }
        },
        TrainingProgram("batch_norm_adjusted") {
            $0.normalized { x, training, reuse in
                let graph = x.graph
                return x.batchNormalization(
                    momentum: 0.9, betaInitializer: .ones, gammaInitializer: .constant(0.9),
                    movingMeanInitializer: .constant(0.1), movingVarianceInitializer: .constant(0.5),
                    training: training,
                    name: "bn0", reuse: reuse,
                    adjustment: { shape in
                        let columns = stack([shape[0], graph.constant(Int32(1))])
                        return (
                            scale: graph.randomUniform(shape: columns, from: 0.9, to: 1.1, seed: 1),
                            shift: graph.randomUniform(shape: columns, from: -0.1, to: 0.1, seed: 2)
                        )
                    })
            }
        },
    ]
}

extension TrainingProgram {
    /// Layers that ask a placeholder whether they train.
    static let switchedLayers: [TrainingProgram] = [
        TrainingProgram("switched_batch_norm") {
            $0.switched { x, training in x.flattened().batchNormalization(momentum: 0.9, training: training) }
        },
        TrainingProgram("switched_renorm") {
            $0.switched { x, training in
                x.batchNormalization(
                    momentum: 0.9, training: training,
                    renormalization: BatchRenormalization(
                        minimumScale: 0.3, maximumScale: 3, maximumShift: 5, momentum: 0.8))
            }
        },
        TrainingProgram("switched_dropout") {
            $0.switched { x, training in x.dropout(rate: 0.3, training: training, seed: 3) }
        },
    ]
}

extension Graph {
    /// A batch norm of the input, and another one behind a layer.
    fileprivate func normalized(
        shape: [Int?] = [196], _ normalize: (Tensor, _ isTraining: Bool, VariableReuse) -> Tensor
    ) -> TrainingProgram.Parts {
        func logits(_ x: Tensor, isTraining: Bool) -> Tensor {
            let reuse: VariableReuse = isTraining ? .never : .always
            return normalize(x, isTraining, reuse)
                .flattened()
                .dense(20, kernelInitializer: .glorotUniform(seed: 1), name: "hidden1", reuse: reuse)
                .batchNormalization(momentum: 0.9, training: isTraining, name: "bn1", reuse: reuse)
                .elu()
                .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs", reuse: reuse)
        }
        var input: Tensor?
        var parts = classifier(shape: shape) { x in
            input = x
            return logits(x, isTraining: true)
        } minimize: {
            Momentum(learningRate: 0.05, momentum: 0.9).minimize($0)
        }
        parts.results = [("logits", logits(input!, isTraining: false))]
        return parts
    }
}

extension Graph {
    /// A classifier of images behind a layer that asks a placeholder whether it trains.
    fileprivate func switched(_ layer: (Tensor, _ training: Tensor) -> Tensor) -> TrainingProgram.Parts {
        let training = placeholder(default: false, name: "training")
        var output: Tensor?
        var parts = classifier(shape: [14, 14, 1]) { x in
            let logits = layer(x, training).flattened()
                .dense(20, activation: .elu, kernelInitializer: .glorotUniform(seed: 1), name: "hidden1")
                .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs")
            output = logits
            return logits
        } minimize: {
            GradientDescent(learningRate: 0.1).minimize($0)
        }
        parts.feeds = [training: { _ in true }]
        parts.evaluationFeeds = [training: false]
        parts.results = [("logits", output!)]
        return parts
    }
}
