import Adjoint
import Testing

/// Activations at their kinks, where TensorFlow's kernels settle which side's slope it is.
@Suite struct ActivationTests {
    @Test(
        arguments: [
            ("relu", Activation.relu, 0, 0), ("relu6", .relu6, 0, 0), ("relu6", .relu6, 6, 0),
            ("leakyRelu", .leakyRelu(alpha: 0.25), 0, 0.25), ("elu", .elu, 0, 1),
            ("selu", .selu, 0, 1.0507009873554805),
            ("softplus", .softplus, 0, 0.5), ("rrelu", Activation { $0.rrelu(training: true, seed: 1) }, 0, 1),
            ("prelu", Activation { $0.prelu(alphaInitializer: .constant(0.25)) }, 0, 0), ("softsign", .softsign, 0, 1),
        ] as [(String, Activation, Float, Float)])
    func slopesAtKinks(name: String, activation: Activation, x: Float, slope: Float) throws {
        let graph = Graph()
        let input = graph.constant([x], shape: [1, 1])
        let gradient = try #require(graph.gradients(of: activation.apply(to: input), withRespectTo: [input])[0])
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(abs(try session.run(gradient).scalar(as: Float.self) - slope) <= 1e-6)
    }

    @Test func maxoutKeepsTheLargestOfEachGroup() throws {
        let graph = Graph()
        let x = graph.constant([1, 5, -2, -3, 0, 4] as [Float], shape: [1, 6])
        #expect(try Session(graph).run(x.maxout(units: 3)).doubles == [5, -2, 4])
        #expect(!x.maxout(units: 4).isValid)
        #expect(!x.maxout(units: 3, axis: 2).isValid)
    }

    @Test func slopesOfRReluAreInTheirRangeAndFixedInInference() throws {
        let graph = Graph(seed: 3)
        let x = graph.fill(shape: [100], with: Float(-1))
        let session = try Session(graph)
        let drawn = try #require(try session.run(x.rrelu(training: true)).doubles)
        #expect(drawn.allSatisfy { (-0.33334 ... -0.125).contains($0) })
        #expect(Set(drawn).count > 50)
        let fixed = try #require(try session.run(x.rrelu()).doubles)
        #expect(fixed.allSatisfy { abs($0 + 0.2291667) < 1e-6 })
    }
}
