import Adjoint
import Testing

@Suite struct RandomGammaGradientTests {
    /// A sample moves with its distribution's shape, and the gradients of all samples of a shape add up.
    @Test func gradientsOfSamplesAddUp() throws {
        let graph = Graph(seed: 3)
        let alpha = graph.placeholder(.float64, shape: [3])
        let samples = graph.randomGamma(shape: [4, 2], alpha: alpha)
        let upstream = graph.placeholder(.float64, shape: [4, 2, 3])
        let gradient = try #require(
            graph.gradients(of: [samples], withRespectTo: [alpha], gradientsOfYs: [upstream])[0])
        let derivative = graph.addTensor(RandomGammaGrad(), inputs: [alpha, samples])
        let numbers = (0..<24).map { Double(($0 * 7) % 11) - 5 }
        let values = try Session(graph).run(
            fetches: [gradient, derivative],
            feeding: [alpha: NDArray([0.5, 1, 4]), upstream: NDArray(numbers, dimensions: [4, 2, 3])])
        let (sums, parts) = (try values[0].scalars(as: Double.self), try values[1].scalars(as: Double.self))
        #expect(parts.allSatisfy { $0 > 0 })
        for index in 0..<3 {
            let sum = (0..<8).reduce(0) { $0 + numbers[$1 * 3 + index] * parts[$1 * 3 + index] }
            #expect(abs(sums[index] - sum) < 1e-12)
        }
    }

    /// A sample stays at its place in the distribution: -(∂P(a, x)/∂a) over the density, which for shape 1 is e^-x.
    @Test func samplesMoveWithTheQuantile() throws {
        let graph = Graph()
        let sample = [0.01, 0.3, 1, 4, 9]
        let alpha = graph.constant(1.0)
        let derivative = graph.addTensor(RandomGammaGrad(), inputs: [alpha, graph.constant(sample)])
        let step = 1e-4
        let above = graph.addTensor(Igamma(), inputs: [graph.constant(1 + step), graph.constant(sample)])
        let below = graph.addTensor(Igamma(), inputs: [graph.constant(1 - step), graph.constant(sample)])
        let values = try Session(graph).run(fetches: [derivative, above, below])
        let numbers = try values.map { try $0.scalars(as: Double.self) }
        for (index, x) in sample.enumerated() {
            let expected = -(numbers[1][index] - numbers[2][index]) / (2 * step) / (-x).exponential
            #expect(abs(numbers[0][index] - expected) < 1e-6 * (1 + abs(expected)))
        }
    }
}

extension Double {
    /// eˣ by its series, for small x.
    fileprivate var exponential: Double {
        var (sum, term) = (1.0, 1.0)
        for n in 1..<60 {
            term *= self / Double(n)
            sum += term
        }
        return sum
    }
}
