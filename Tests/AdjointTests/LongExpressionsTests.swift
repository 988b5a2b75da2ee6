import Adjoint
import Testing

/// Twelve expressions of the length that real models have. `.ci/run` type-checks this file alone with a limit of 100 ms
/// an expression; the test sees to it that they also compute what they say.
@Suite struct LongExpressionsTests {
    @Test func longExpressionsTypeCheckQuicklyAndCompute() throws {
        let graph = Graph()
        let x = graph.constant([0.5, 1, 2] as [Double], name: "x")
        let y = graph.constant([1, 2, 4] as [Double], name: "y")
        let v = graph.variable([2, 2, 2] as [Double], name: "v")
        let expressions: [Tensor] = [
            x * 2 + y * 3 - x / y + 1 - y * x * 0.5 + 7 / x - 3,
            (x - y) * (x + y) / (x * y + 1) - (x * x - y * y) / (x * y + 1),
            1 / (1 + (-x).exp()) - x.sigmoid() + 2 * x - x - x,
            0.5 * x * (1 + (0.797_884_560_8 * (x + 0.044715 * x * x * x)).tanh()) - 0.1 * y,
            (x - x.mean()) / (x.squared().mean() - x.mean() * x.mean() + 0.001).sqrt() * 2 + 1,
            -(y * x.log() + (1 - y) * (1 + x).log()) / 3 + x * 0 - 1,
            v * x + v * y - v / 2 + 3 * v - 1,
            (v - 0.1 * x) * (v - 0.1 * x) + (v + 0.1 * y) * (v + 0.1 * y) - 4,
            x * 1 + x * 2 + x * 3 + x * 4 + x * 5 + x * 6 + x * 7 + x * 8,
            ((((x + 1) * 2 - 1) / 3 + y) * 2 - y) / (1 + x) * (2 - 1 / y),
            maximum(x * 0.01, x) + minimum(y * 2, 3 * x) - maximum(x, y) * minimum(x, y) + 1,
            (x * x + y * y).sqrt() - (x + y).abs() + (x - y).squared() / (1 + x * x + y * y) - 0.25,
        ]
        let session = try Session(graph)
        try session.initializeVariables()
        let values = try session.run(expressions).map { try $0.scalars(as: Double.self) }
        let (a, b, w) = ([0.5, 1, 2], [1.0, 2, 4], [2.0, 2, 2])
        for i in 0..<3 {
            let (p, q, r) = (a[i], b[i], w[i])
            let first = p * 2 + q * 3 - p / q + 1
            #expect(abs(values[0][i] - (first - q * p * 0.5 + 7 / p - 3)) < 1e-12)
            #expect(abs(values[1][i]) < 1e-12)
            #expect(abs(values[2][i]) < 1e-12)
            #expect(abs(values[6][i] - (r * p + r * q - r / 2 + 3 * r - 1)) < 1e-12)
            #expect(abs(values[8][i] - 36 * p) < 1e-12)
        }
    }
}
