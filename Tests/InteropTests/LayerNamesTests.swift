import Adjoint
import Foundation
import Testing

/// Layers built here and by `tf.layers` and `tf.nn.rnn_cell`, node for node: names, op types, inputs, attributes. The
/// programs are those of Tests/InteropTests/python/layer_programs.py.
@Suite(.enabled(if: TensorFlowOracle.isEnabled)) struct LayerNamesTests {
    struct Program: Sendable, CustomStringConvertible {
        var description: String
        var expected: String?
        var build: @Sendable (Graph) -> Void

        init(_ name: String, expected: String? = nil, build: @escaping @Sendable (Graph) -> Void) {
            description = name
            self.expected = expected
            self.build = build
        }
    }

    @Test(arguments: programs) func nodesAreTensorFlows(_ program: Program) throws {
        let graph = Graph()
        program.build(graph)
        try TensorFlowOracle.compareNames(graph, with: program.description, expecting: program.expected)
    }

    static let programs: [Program] = dense + batchNorms + switched + recurrent + dynamic

    private static func input(_ graph: Graph, _ shape: Shape = [nil, 4]) -> Tensor {
        graph.placeholder(.float32, shape: shape, name: "x")
    }

    private static let dense: [Program] = [
        Program("dense_layers") { graph in
            let x = input(graph)
            _ = graph.nameScope("net") {
                x.dense(
                    3, activation: .relu, kernelRegularizer: .l1(0.1), biasRegularizer: .l2(0.2),
                    activityRegularizer: .l1l2(l1: 0.1, l2: 0.3), name: "all"
                )
                .dense(2, usesBias: false, isTrainable: false)
            }
            _ = input(graph, [nil, 5, 4]).dense(3, name: "sequence")
            _ = input(graph, [2, 5, 4]).dense(3, name: "known_sequence")
            for _ in 0..<2 {
                _ = graph.variableScope("shared", reuse: .automatic) { x.dense(3, name: "d") }
            }
        },
        Program("dropout_layers") { graph in
            let x = input(graph)
            _ = x.dropout(rate: 0.3, training: true, seed: 3)
            _ = x.dropout(rate: 0.3, noiseShape: [nil, 1], training: true, seed: 3)
            _ = x.dropout(rate: 0.3)
            let rate = graph.placeholder(.float32, shape: [], name: "rate")
            _ = x.dropout(rate: rate, training: true, seed: 3)
            _ = x.dropout(rate: 1 - rate, noiseShape: [nil, 1], training: true, seed: 3)
            _ = input(graph, [nil, 4, 3]).flattened()
        },
        Program("max_norm_regularizer") { graph in
            _ = input(graph).dense(3, kernelRegularizer: .maxNorm(1), name: "hidden1")
        },
        Program("constrained_training") { graph in
            let y = input(graph).dense(3, usesBias: false, kernelConstraint: .clippedNorm(1, axes: [0]), name: "d")
            GradientDescent(learningRate: 0.1).minimize(y.sum())
        },
        Program("constraints") { graph in
            let v = graph.getVariable("v", shape: [4, 3])
            let constraints: [(String, Constraint)] = [
                ("MaxNorm", .maxNorm(2)), ("MinMaxNorm", .minMaxNorm(0.1...2, rate: 0.5)), ("UnitNorm", .unitNorm()),
                ("NonNeg", .nonNegative),
            ]
            for (name, constraint) in constraints {
                graph.nameScope(name) { _ = constraint.projection(of: v.value) }
            }
        },
        Program("embedding_lookups") { graph in
            let table = graph.getVariable("e", shape: [10, 4])
            let ids = graph.placeholder(.int32, shape: [nil, 3], name: "ids")
            _ = table.embeddings(at: ids)
            _ = table.embeddings(at: ids, maxNorm: 1)
        },
    ]

    private static let batchNorms: [Program] = [
        Program("batch_norms") { graph in
            let x = input(graph)
            _ = x.batchNormalization(momentum: 0.9, training: true)
            _ = x.batchNormalization()
            _ = x.batchNormalization(centers: false, scales: false, training: true)
            _ = x.batchNormalization(
                betaRegularizer: .l2(0.1), gammaRegularizer: .l1(0.1), training: true, isTrainable: false)
            _ = input(graph, [nil, 5, 6, 3]).batchNormalization(training: true, fused: false)
            _ = input(graph, [nil, 3, 5, 6]).batchNormalization(axis: 1, training: true, fused: false)
        },
        Program("fused_batch_norms") { graph in
            let x = input(graph, [nil, 5, 6, 3])
            _ = x.batchNormalization(training: true)
            _ = x.batchNormalization()
            _ = x.batchNormalization(axis: 1, centers: false, scales: false, training: true)
        },
        Program("renormalized") { graph in
            let limits = BatchRenormalization(minimumScale: 0.3, maximumScale: 3, maximumShift: 5)
            _ = input(graph).batchNormalization(training: true, renormalization: limits)
            _ = input(graph).batchNormalization(renormalization: BatchRenormalization())
        },
        Program("virtual_batches") { graph in
            _ = input(graph).batchNormalization(training: true, virtualBatchSize: 2)
            _ = input(graph, [8, 5, 6, 3]).batchNormalization(virtualBatchSize: 2)
        },
        Program("adjusted") { graph in
            for isTraining in [true, false] {
                _ = input(graph).batchNormalization(
                    training: isTraining,
                    adjustment: { shape in
                        (
                            scale: graph.randomUniform(shape: shape, from: 0.9, to: 1.1, seed: 1),
                            shift: graph.randomUniform(shape: shape, from: -0.1, to: 0.1, seed: 2)
                        )
                    })
            }
        },
    ]

    private static func steps(_ graph: Graph, _ count: Int, batch: Int? = nil) -> [Tensor] {
        (0..<count).map { graph.placeholder(.float32, shape: [batch, 4], name: "x\($0)") }
    }

    private static let recurrent: [Program] = [
        Program("static_nets", expected: "expected_recurrent_nets.json") { graph in
            _ = staticRNN(BasicRNNCell(3), over: steps(graph, 2), name: "a")
            _ = staticRNN(BasicLSTMCell(3), over: steps(graph, 2), name: "b")
            _ = staticRNN(GRUCell(3), over: steps(graph, 2, batch: 5), name: "c")
            let cell = LSTMCell(
                3, usesPeepholes: true, memoryLimit: 1, projectionSize: 2, projectionLimit: 0.5)
            _ = staticRNN(cell, over: steps(graph, 2), name: "d")
        },
        Program("static_stack", expected: "expected_recurrent_nets.json") { graph in
            _ = staticRNN(StackedCell([BasicRNNCell(3), GRUCell(2)]), over: steps(graph, 2))
        },
        Program("static_bidirectional", expected: "expected_recurrent_nets.json") { graph in
            _ = staticBidirectionalRNN(forward: BasicRNNCell(3), backward: GRUCell(2), over: steps(graph, 2))
        },
        Program("dropout_wrapper", expected: "expected_dropout_wrapper.json") { graph in
            let cell = DropoutWrapper(
                BasicLSTMCell(3), inputKeepProbability: 0.5, outputKeepProbability: 0.75, stateKeepProbability: 0.9,
                seed: 7)
            _ = staticRNN(StackedCell([cell]), over: steps(graph, 2))
        },
    ]

    private static let switched: [Program] = [
        Program("switched_dropout") { graph in
            let x = input(graph)
            _ = x.dropout(rate: 0.3, training: graph.placeholder(default: false, name: "training"), seed: 3)
        },
        Program("switched_batch_norms") { graph in
            let training = graph.placeholder(default: false, name: "training")
            _ = input(graph).batchNormalization(training: training)
            _ = input(graph, [nil, 3, 5, 6]).batchNormalization(axis: 1, training: training, fused: false)
            _ = input(graph, [nil, 5, 6, 3]).batchNormalization(training: training)
        },
        Program("switched_renorm") { graph in
            let x = input(graph)
            let training = graph.placeholder(default: false, name: "training")
            let limit = graph.constant(Float(3))
            _ = x.batchNormalization(
                training: training, renormalization: BatchRenormalization(maximumScale: .tensor(limit)))
        },
        Program("switched_adjustment") { graph in
            let x = input(graph)
            _ = x.batchNormalization(
                training: graph.placeholder(default: false, name: "training"),
                adjustment: { shape in
                    (
                        scale: graph.randomUniform(shape: shape, from: 0.9, to: 1.1, seed: 1),
                        shift: graph.randomUniform(shape: shape, from: -0.1, to: 0.1, seed: 2)
                    )
                })
        },
    ]

    private static func sequences(_ graph: Graph, batch: Int? = nil) -> Tensor {
        graph.placeholder(.float32, shape: [batch, 5, 4], name: "X")
    }

    private static let dynamic: [Program] = [
        Program("static_lengths", expected: "expected_static_lengths.json") { graph in
            let lengths = graph.placeholder(.int32, shape: [nil], name: "lengths")
            _ = staticRNN(BasicLSTMCell(3), over: steps(graph, 2), sequenceLengths: lengths)
            _ = staticBidirectionalRNN(
                forward: BasicRNNCell(3), backward: GRUCell(2), over: steps(graph, 2, batch: 5),
                sequenceLengths: lengths)
        },
        Program("dynamic_nets", expected: "expected_dynamic_nets.json") { graph in
            _ = dynamicRNN(BasicLSTMCell(3), over: sequences(graph))
            _ = dynamicRNN(BasicRNNCell(3), over: sequences(graph, batch: 2), name: "known")
            let cell = StackedCell([GRUCell(3), BasicRNNCell(2)])
            _ = dynamicRNN(cell, over: sequences(graph), isTimeMajor: true, name: "stack")
        },
        Program("dynamic_lengths", expected: "expected_dynamic_lengths.json") { graph in
            let lengths = graph.placeholder(.int32, shape: [nil], name: "lengths")
            _ = dynamicBidirectionalRNN(
                forward: BasicLSTMCell(3), backward: GRUCell(2), over: sequences(graph), sequenceLengths: lengths)
        },
    ]
}
