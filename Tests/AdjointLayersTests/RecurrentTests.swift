import Adjoint
import Testing

/// Recurrent nets: what Tests/TrainingTests does not compare with TensorFlow.
@Suite struct RecurrentTests {
    private func steps(_ graph: Graph, _ count: Int) -> [Tensor] {
        (0..<count).map { graph.placeholder(.float32, shape: [nil, 4], name: "x\($0)") }
    }

    @Test func weightsAreMadeOnceAndNamedByTheScope() throws {
        let graph = Graph()
        let (outputs, state) = staticRNN(BasicLSTMCell(3), over: steps(graph, 4))
        try graph.validate()
        #expect(graph.globalVariables.map(\.name) == ["rnn/basic_lstm_cell/kernel", "rnn/basic_lstm_cell/bias"])
        #expect(graph.globalVariables.map(\.shape) == [[7, 12], [12]])
        #expect(outputs.count == 4 && outputs[3] == state.output)
        #expect(outputs[3].name == "rnn/basic_lstm_cell/Mul_11:0" && outputs[3].shape == [nil, 3])
    }

    @Test func aStepUsedTwiceSharesItsWeights() throws {
        let graph = Graph()
        let x = steps(graph, 2)
        let step = GRUCell(3).makeStep()
        let (_, state) = step(x[0], GRUCell(3).zeroState(batchSize: 2, dtype: .float32, in: graph))
        _ = step(x[1], state)
        try graph.validate()
        #expect(graph.globalVariables.count == 4)
    }

    @Test func theInitialStateIsTheUsersOwn() throws {
        let graph = Graph(seed: 1)
        let x = steps(graph, 1)
        let initial = graph.constant([Float](repeating: 0.5, count: 6), shape: [2, 3])
        let state = staticRNN(BasicRNNCell(3, activation: Activation { $0 }), over: x, initialState: initial).state
        let session = try Session(graph)
        try session.initializeVariables()
        let kernel = try #require(try session.run(graph.globalVariables[0].value).doubles)
        let zeros = NDArray([Float](repeating: 0, count: 8), dimensions: [2, 4])
        let result = try #require(try session.run(state, feeding: [x[0]: zeros]).doubles)
        for column in 0..<3 {
            let expected = (4..<7).reduce(0) { $0 + 0.5 * kernel[3 * $1 + column] }
            #expect(abs(result[column] - expected) < 1e-6)
        }
    }

    @Test func mistakesNameTheCell() {
        let graph = Graph()
        let unknown = graph.placeholder(.float32, shape: [nil, nil])
        #expect(!staticRNN(LSTMCell(3), over: [unknown]).outputs[0].isValid)
        #expect(graph.mistakes.map(\.operationType) == ["lstm_cell"])
        let wrapped = DropoutWrapper(BasicRNNCell(3), inputKeepProbability: 1.5)
        #expect(!staticRNN(wrapped, over: steps(graph, 1), name: "b").outputs[0].isValid)
        #expect(graph.mistakes.count == 2)
        #expect(graph.globalVariables.isEmpty)
    }
}
