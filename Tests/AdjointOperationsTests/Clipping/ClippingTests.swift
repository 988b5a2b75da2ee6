import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

/// Clipping where norms are zero, infinite or not numbers, as TensorFlow 2.21's `tf.compat.v1` does it.
@Suite struct ClippingTests {
    private let graph = Graph()

    private func values(_ tensor: Tensor) throws -> [Float] { try Session(graph).run(tensor).scalars(as: Float.self) }

    @Test func aZeroNormLeavesZerosAndAFiniteGradient() throws {
        let x = graph.constant([0, 0, 0] as [Float])
        let clipped = x.clipped(byNorm: 1)
        #expect(try values(clipped) == [0, 0, 0])
        let gradient = try #require(graph.gradients(of: clipped.sum(), withRespectTo: [x])[0])
        #expect(try values(gradient).allSatisfy(\.isFinite))
        let (results, norm) = AdjointOperations.clipped([x, nil], byGlobalNorm: 1)
        #expect(try values(norm) == [0])
        #expect(try values(#require(results[0])) == [0, 0, 0])
        #expect(results[1] == nil)
    }

    @Test func normsAlongAxesAreTakenOneByOne() throws {
        let x = graph.constant([3, 4, 0, 0, 0.3, 0.4] as [Float], shape: [3, 2])
        let found = try values(x.clipped(byNorm: 1, axes: [1]))
        #expect(zip(found, [0.6, 0.8, 0, 0, 0.3, 0.4] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func aGlobalNormThatIsNoNumberSpoilsEverything(_ value: Float) throws {
        let (x, y) = (graph.constant([1, value] as [Float]), graph.constant([1, 2] as [Float]))
        let (results, _) = AdjointOperations.clipped([x, y], byGlobalNorm: 1)
        for result in results { #expect(try values(#require(result)).allSatisfy(\.isNaN)) }
    }

    @Test func valuesThatAreNoNumbersStayWhatTheyAre() throws {
        let found = try values(graph.constant([.nan, .infinity, -5, 0.5] as [Float]).clipped(from: -1, to: 1))
        #expect(found[0].isNaN && found[1...] == [1, -1, 0.5])
    }
}
