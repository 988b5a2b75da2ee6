import Adjoint
import OperationCases
import Testing

@Suite struct LearnedUnigramTests {
    /// Classes are as likely as they were true before in the session, and in a new session all are alike again.
    @Test func classesAreCountedFromRunToRun() throws {
        let graph = Graph()
        let classes = graph.constant(NDArray([2, 2, 0, 7] as [Int64], dimensions: [2, 2]))
        let attributes: [String: AttributeValue] = [
            "num_true": .int(2), "num_sampled": .int(4), "unique": .bool(false), "range_max": .int(8), "seed": .int(3),
        ]
        let sampler = try #require(
            graph.addRaw("LearnedUnigramCandidateSampler", attributes: attributes, inputs: [classes])
        ).outputs
        func expected(_ counts: [Int64: Float], of total: Float) -> [Float] {
            [2, 2, 0, 7].map { 4 * (counts[$0] ?? 1) / total }
        }
        for _ in 0..<2 {
            let session = try Session(graph)
            for run in 0..<3 {
                let values = try session.run(fetches: sampler)
                let counts: [Int64: Float] = [2: Float(1 + 2 * run), 0: Float(1 + run), 7: Float(1 + run)]
                #expect(try values[1].scalars(as: Float.self) == expected(counts, of: Float(8 + 4 * run)))
                #expect(try values[0].scalars(as: Int64.self).allSatisfy { (0..<8).contains($0) })
            }
        }
    }
}
