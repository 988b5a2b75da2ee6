import Adjoint

extension TrainingProgram {
    /// Recurrent nets over the rows of an image, whose last output is classified.
    static let recurrentNets: [TrainingProgram] = [
        TrainingProgram("static_rnn") { $0.unrolled(BasicRNNCell(12)) },
        TrainingProgram("static_lstm") { $0.unrolled(BasicLSTMCell(12)) },
        TrainingProgram("static_full_lstm") {
            $0.unrolled(
                LSTMCell(
                    12, usesPeepholes: true, memoryLimit: 1, projectionSize: 8, projectionLimit: 0.5, forgetBias: 0.5))
        },
        TrainingProgram("static_gru") { $0.unrolled(GRUCell(12)) },
        TrainingProgram("static_stack") {
            $0.unrolled(StackedCell([GRUCell(12), BasicRNNCell(8, activation: .relu)]))
        },
        TrainingProgram("static_dropout") {
            $0.unrolled(
                DropoutWrapper(
                    BasicLSTMCell(12), inputKeepProbability: 0.8, outputKeepProbability: 0.7,
                    stateKeepProbability: 0.9, seed: 7))
        },
        TrainingProgram("static_variational_dropout") { graph in
            graph.recurrent { x in
                let cell = DropoutWrapper(
                    BasicRNNCell(12), inputKeepProbability: 0.8, outputKeepProbability: 0.7,
                    stateKeepProbability: 0.9, drawnOnceIn: graph, inputSize: 28, seed: 7)
                return staticRNN(cell, over: x.unstacked(axis: 1)).outputs[27]
            }
        },
        TrainingProgram("static_bidirectional") { graph in
            graph.recurrent { x in
                staticBidirectionalRNN(
                    forward: BasicRNNCell(6), backward: GRUCell(8), over: x.unstacked(axis: 1)
                ).outputs[27]
            }
        },
        TrainingProgram("static_lengths") { graph in
            graph.recurrent { x in
                let lengths = graph.range(to: 50) % 7
                let (outputs, state) = staticRNN(
                    GRUCell(12), over: Array(x.unstacked(axis: 1)[..<6]), sequenceLengths: lengths)
                return concatenate([outputs[5], state], axis: 1)
            }
        },
        TrainingProgram("dynamic_lstm") { graph in
            graph.recurrent { x in
                let (outputs, state) = dynamicRNN(BasicLSTMCell(12), over: x)
                return outputs.mean(axes: 1) + state.memory
            }
        },
        TrainingProgram("dynamic_gru_with_lengths") { graph in
            graph.recurrent { x in
                dynamicRNN(GRUCell(12), over: x, sequenceLengths: graph.range(to: 50) % 28 + 1).state
            }
        },
        TrainingProgram("dynamic_stack") { graph in
            graph.recurrent { x in
                let cell = StackedCell([GRUCell(12), BasicRNNCell(8)])
                return dynamicRNN(cell, over: x.transposed(permutation: [1, 0, 2]), isTimeMajor: true)
                    .outputs.mean(axes: 0)
            }
        },
        TrainingProgram("dynamic_bidirectional") { graph in
            graph.recurrent { x in
                let (outputs, states) = dynamicBidirectionalRNN(
                    forward: BasicRNNCell(6), backward: GRUCell(8), over: x,
                    sequenceLengths: graph.range(to: 50) % 28 + 1)
                return concatenate(
                    [outputs.forward.mean(axes: 1), outputs.backward.mean(axes: 1), states.backward], axis: 1)
            }
        },
    ]
}

extension Graph {
    fileprivate func unrolled(_ cell: some RecurrentCell) -> TrainingProgram.Parts {
        recurrent { staticRNN(cell, over: $0.unstacked(axis: 1)).outputs[27] }
    }

    /// A classifier of what a recurrent net makes of the 28 rows of an image.
    func recurrent(_ run: (Tensor) -> Tensor) -> TrainingProgram.Parts {
        classifier(shape: [28, 28]) { x in
            variableScope("net", initializer: .glorotUniform(seed: 3)) { run(x) }
                .dense(10, kernelInitializer: .glorotUniform(seed: 2), name: "outputs")
        } minimize: {
            GradientDescent(learningRate: 0.1).minimize($0)
        }
    }
}
