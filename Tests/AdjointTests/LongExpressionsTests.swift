import Adjoint
import Testing

/// The expressions that must type-check quickly also compute what they say.
@Suite struct LongExpressionsTests {
    @Test func longExpressionsCompute() throws {
        let graph = Graph()
        let x = graph.constant([0.5, 1, 2] as [Double], name: "x")
        let y = graph.constant([1, 2, 4] as [Double], name: "y")
        let v = graph.variable([2, 2, 2] as [Double], name: "v")
        let expressions = longExpressions(x, y, v)
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
