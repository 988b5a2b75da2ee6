import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

/// What the laws leave out, because regions are drawn at random.
@Suite struct FractionalPoolingTests {
    private static let attributes: Attributes = [
        "pooling_ratio": .list(.floats([1, 1.4, 1.7, 1])), "overlapping": .bool(true), "deterministic": .bool(true),
        "seed": .int(3), "seed2": .int(5),
    ]
    private let values = (0..<70).map { Double($0 * 29 % 71) / 10 }

    /// Along a direction, the gradient agrees with central differences of the regions that are kept.
    private func expectGradient<Definition: OperationDefinition>(of _: Definition.Type, knowing shape: Shape) throws {
        let graph = Graph()
        let x = graph.placeholder(.float64, shape: shape)
        let operation = try #require(graph.add(try Definition.decoding(Self.attributes), inputs: [x]))
        let weighted = operation.output(0) * operation.output(0)
        let gradient = try #require(graph.gradients(of: [weighted.sum()], withRespectTo: [x])[0])
        let session = try Session(graph)
        let direction = (0..<70).map { Double($0 * 13 % 17) / 17 - 0.5 }
        func value(_ step: Double) throws -> Double {
            let moved = zip(values, direction).map { $0 + step * $1 }
            let pooled = try session.run(weighted.sum(), feeding: [x: NDArray(moved, dimensions: [1, 7, 5, 2])])
            return try pooled.scalar(as: Double.self)
        }
        let slopes = try session.run(gradient, feeding: [x: NDArray(values, dimensions: [1, 7, 5, 2])])
            .scalars(as: Double.self)
        let expected = zip(slopes, direction).reduce(0) { $0 + $1.0 * $1.1 }
        let difference = (try value(1e-4) - value(-1e-4)) / 2e-4
        #expect(abs(expected - difference) < 1e-6 * max(1, abs(expected)))
    }

    @Test(arguments: [[1, 7, 5, 2], [nil, nil, nil, 2]] as [Shape])
    func gradientsAgreeWithDifferences(_ shape: Shape) throws {
        try expectGradient(of: FractionalMaxPool.self, knowing: shape)
        try expectGradient(of: FractionalAvgPool.self, knowing: shape)
    }

    @Test func regionsAreKeptOrDrawnAnew() throws {
        for isKept in [true, false] {
            let graph = Graph()
            var attributes = Self.attributes
            attributes["deterministic"] = .bool(isKept)
            attributes["pooling_ratio"] = .list(.floats([1, 1.5, 1.5, 1]))
            let image = graph.constant(NDArray(zeros: .float32, dimensions: [1, 64, 64, 1]))
            let operation = try #require(graph.add(try FractionalMaxPool.decoding(attributes), inputs: [image]))
            let session = try Session(graph)
            let runs = try (0..<2).map { _ in try session.run(operation.output(1)).scalars(as: Int64.self) }
            #expect((runs[0] == runs[1]) == isKept)
            #expect(runs[0].count == 43 && runs[0].first == 0 && runs[0].last == 64)
        }
    }

    @Test func badRegionsAreNamed() {
        func mistake(
            _ rows: [Int64], _ columns: [Int64], pooled: Float = 0, isOverlapping: Bool = false
        ) -> String? {
            SingleOperation.mistake(
                FractionalMaxPoolGrad.self, ["overlapping": .bool(isOverlapping)],
                [
                    NDArray(zeros: .float32, dimensions: [1, 4, 4, 1]),
                    NDArray(repeating: pooled, dtype: .float32, dimensions: [1, 2, 2, 1]),
                    NDArray(zeros: .float32, dimensions: [1, 2, 2, 1]), NDArray(rows), NDArray(columns),
                ])
        }
        #expect(mistake([0, 2, 4], [0, 1, 4]) == nil)
        #expect(mistake([0, 2, 4], [0, 1, 4], pooled: 1)?.contains("does not hold the largest") ?? false)
        #expect(mistake([0, 2], [0, 1, 4])?.contains("do not fit") ?? false)
        #expect(mistake([0, 2, 2], [0, 1, 4])?.contains("is empty, or outside") ?? false)
        #expect(mistake([-1, 2, 4], [0, 1, 4])?.contains("is empty, or outside") ?? false)
        #expect(mistake([0, 2, 4], [0, 9, 10])?.contains("is empty, or outside") ?? false)
        #expect(mistake([0, 2, .max], [0, 1, 4]) == nil)
        #expect(mistake([0, 2, .max], [0, 1, 4], isOverlapping: true) == nil)
    }
}
