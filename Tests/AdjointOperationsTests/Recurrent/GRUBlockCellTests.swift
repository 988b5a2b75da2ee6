import Adjoint
import Testing

@Suite struct GRUBlockCellTests {
    /// TensorFlow has the op without a gradient, so that it is compared with the same cell of plain ops.
    @Test func stateAndGradientsAreThoseOfPlainOperations() throws {
        let graph = Graph(seed: 3)
        let inputs = [[2, 5], [2, 4], [9, 8], [9, 4], [8], [4]].map {
            graph.placeholder(.float32, shape: Shape($0))
        }
        let (x, state) = (inputs[0], inputs[1])
        let block = try #require(graph.add(GRUBlockCell(), inputs: inputs)).outputs
        func product(_ state: Tensor, _ weights: Tensor, _ bias: Tensor) -> Tensor {
            concatenate([x, state], axis: 1).multiplied(byMatrix: weights) + bias
        }
        let gates = product(state, inputs[2], inputs[4]).sigmoid()
        let (reset, update) = (gates[.all, ..<4], gates[.all, 4...])
        let candidate = product(state * reset, inputs[3], inputs[5]).tanh()
        let plain = [reset, update, candidate, update * state + (1 - update) * candidate]

        let upstream = graph.placeholder(.float32, shape: [2, 4])
        let gradients = [block[3], plain[3]].map { state in
            graph.gradients(of: [state], withRespectTo: inputs, gradientsOfYs: [upstream]).compactMap(\.self)
        }
        var feeds = Feeds()
        for (index, tensor) in (inputs + [upstream]).enumerated() {
            let dimensions = try #require(tensor.shape.dimensions)
            let numbers = (0..<dimensions.reduce(1, *)).map { Float(($0 * 7 + index * 5) % 11) / 11 - 0.5 }
            feeds[tensor] = NDArray(numbers, dimensions: dimensions)
        }
        let session = try Session(graph)
        let values = try session.run(fetches: block + gradients[0], feeding: feeds)
        let expected = try session.run(fetches: plain + gradients[1], feeding: feeds)
        #expect(values.count == 10)
        for (value, expected) in zip(values, expected) {
            #expect(value.dimensions == expected.dimensions)
            for (a, b) in zip(try value.scalars(as: Float.self), try expected.scalars(as: Float.self)) {
                #expect(abs(a - b) < 1e-5)
            }
        }
    }
}
